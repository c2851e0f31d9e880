using ClientRegistry.Core.Clients;
using CsCheck;
using Xunit;

namespace ClientRegistry.Core.Tests.Clients;

public sealed class ScopeRulesTests
{
    [Theory]
    [InlineData("orders-api", "orders-api")]
    [InlineData("orders-api financial-api", "orders-api", "financial-api")]
    [InlineData("b a", "b", "a")]
    [InlineData("a A", "a", "A")]
    [InlineData("a b a", "a", "b")]
    [InlineData("https://api.example.com/orders:read ![]~#", "https://api.example.com/orders:read", "![]~#")]
    public void Tokens_come_in_their_order_and_each_once(string scope, params string[] tokens)
    {
        Assert.True(ScopeRules.TryParse(scope, out IReadOnlyList<string> parsed));
        Assert.Equal(tokens, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a  b")]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    [InlineData("a\n")]
    [InlineData("a,b\"")]
    [InlineData("a\\b")]
    [InlineData("caf\u00e9")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u007f")]
    [InlineData("a\0")]
    public void What_breaks_the_grammar_is_refused(string? scope)
    {
        Assert.False(ScopeRules.TryParse(scope, out IReadOnlyList<string> parsed));
        Assert.Empty(parsed);
    }

    [Fact]
    public void A_token_character_is_one_of_the_93_of_RFC_6749_section_3_3()
    {
        char[] allowed = [.. Enumerable.Range(0, 0x10000).Select(i => (char)i).Where(c => ScopeRules.IsScopeToken([c]))];
        char[] expected = [.. Enumerable.Range(0x21, 0x5E).Select(i => (char)i).Except(['"', '\\'])];
        Assert.Equal(expected, allowed);
    }

    [Fact]
    public void Every_text_is_a_scope_exactly_when_all_its_pieces_are_tokens() =>
        Gen.String[Gen.Char["ab !\"\\\t\u00e9"], 0, 12].Sample(text =>
            ScopeRules.IsScope(text) == text.Split(' ').All(piece => ScopeRules.IsScopeToken(piece))
            && ScopeRules.TryParse(text, out _) == ScopeRules.IsScope(text));
}
