using ClientRegistry.Core.Clients;
using Xunit;

namespace ClientRegistry.Core.Tests.Clients;

public sealed class RedirectUriInputTests
{
    [Theory]
    [InlineData(" \t\r\n\v\fhttps://a.example/cb \t\r\n\v\f", "https://a.example/cb")]
    [InlineData("https://a.example/c b", "https://a.example/c b")]
    [InlineData("\u00a0https://a.example/cb\u200b", "\u00a0https://a.example/cb\u200b")]
    [InlineData("\u2028x\u0085", "\u2028x\u0085")]
    [InlineData(" \n", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void The_form_trims_ASCII_white_space_at_both_ends_only(string? typed, string cleaned) =>
        Assert.Equal(cleaned, RedirectUriInput.Clean(typed));

    [Theory]
    [InlineData("https://a.example/1\nhttps://a.example/2", "https://a.example/1", "https://a.example/2")]
    [InlineData("https://a.example/1\r\nhttps://a.example/2\r\n", "https://a.example/1", "https://a.example/2")]
    [InlineData("https://a.example/1\r\rhttps://a.example/2", "https://a.example/1", "https://a.example/2")]
    [InlineData("  a \n\n \t\n b", "a", "b")]
    [InlineData("a b", "a b")]
    [InlineData(" \n \r\n")]
    [InlineData("")]
    [InlineData(null)]
    public void Pasted_lines_become_rows(string? pasted, params string[] rows) =>
        Assert.Equal(rows, RedirectUriInput.SplitRows(pasted));
}
