using ClientRegistry.Lookup.Directory;

namespace ClientRegistry.Lookup.Tests;

public sealed class SharedWordsTests
{
    [Fact]
    public void Equal_lists_become_one_and_others_stay_what_they_are()
    {
        var words = new SharedWords();

        var first = words.Share(["a", "b"]);

        Assert.Same(first, words.Share(["a", "b"]));
        Assert.Equal(["b", "a"], words.Share(["b", "a"]));
        Assert.Equal(["a b"], words.Share(["a b"]));
        Assert.Equal(["a"], words.Share(["a"]));
        Assert.Empty(words.Share([]));
        Assert.Equal([""], words.Share([""]));
        Assert.Equal("none", words.Share("none"));
    }

    [Fact]
    public void Lists_without_end_are_not_kept()
    {
        var words = new SharedWords();
        for (var i = 0; i < SharedWords.Capacity; i++) words.Share([$"{i}"]);

        var one = words.Share(["one too many"]);

        Assert.Equal(["one too many"], one);
        Assert.NotSame(one, words.Share(["one too many"]));
        Assert.Same(words.Share(["0"]), words.Share(["0"]));
    }
}
