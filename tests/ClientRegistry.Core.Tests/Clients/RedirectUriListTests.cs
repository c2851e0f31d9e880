using ClientRegistry.Core.Clients;
using Xunit;
using static ClientRegistry.Core.Clients.RedirectUriCodes;

namespace ClientRegistry.Core.Tests.Clients;

public sealed class RedirectUriListTests
{
    private static readonly RedirectUriContext Web = RedirectUriRefusalTests.Web;

    [Fact]
    public void An_empty_list_is_refused()
    {
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.Examine([], Web));
        Assert.Equal((-1, ListEmpty, RedirectUriSeverity.Refused), (finding.Index, finding.Code, finding.Severity));
    }

    [Fact]
    public void Thirty_two_entries_are_accepted_and_one_more_is_refused()
    {
        string[] most = [.. Enumerable.Range(1, RedirectUriPolicy.MaximumCount).Select(i => $"https://app.example.com/cb/{i}")];
        Assert.Empty(RedirectUriPolicy.Examine(most, Web));
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.Examine([.. most, "https://app.example.com/one-more"], Web));
        Assert.Equal((32, TooMany, "33"), (finding.Index, finding.Code, finding.Part));
        Assert.Contains("remove 1 of them", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_duplicate_is_refused_where_it_stands_the_second_time()
    {
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.Examine(
            ["https://app.example.com/a", "https://app.example.com/b", "https://app.example.com/a"], Web));
        Assert.Equal((2, Duplicate, RedirectUriSeverity.Refused), (finding.Index, finding.Code, finding.Severity));
        Assert.Contains("entry 1", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example.com/cb", "https://app.example.com/cb/", "trailing slash")]
    [InlineData("https://app.example.com", "https://app.example.com/", "trailing slash")]
    [InlineData("https://app.example.com/cb?a=1", "https://app.example.com/cb/?a=1", "trailing slash")]
    [InlineData("https://app.example.com/cb", "https://app.example.com/CB", "case")]
    [InlineData("https://app.example.com/cb", "https://App.example.com/cb", "case")]
    [InlineData("https://app.example.com/cb", "HTTPS://app.example.com/cb", "case")]
    [InlineData("https://app.example.com/a%2fb", "https://app.example.com/a%2Fb", "case")]
    [InlineData("https://app.example.com/cb", "https://app.example.com:443/cb", "port")]
    [InlineData("https://app.example.com:8443/cb", "https://app.example.com:9443/cb", "port")]
    [InlineData("https://app.example.com:8443/cb", "https://app.example.com/CB/", "trailing slash and case and port")]
    public void Entries_that_differ_only_by_trailing_slash_case_or_port_are_warned_about(string one, string other, string difference)
    {
        foreach (string[] list in new[] { new[] { one, other }, [other, one] })
        {
            RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.Examine(list, Web));
            Assert.Equal((1, NearDuplicate, RedirectUriSeverity.Warning), (finding.Index, finding.Code, finding.Severity));
            Assert.Contains($"only by {difference};", finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://app.example.com/cb", "https://app.example.com/cb2")]
    [InlineData("https://app.example.com/cb", "https://app.example.com/cb//")]
    [InlineData("https://app.example.com/cb", "https://app.example.com/cb?")]
    [InlineData("https://app.example.com/cb?a=1", "https://app.example.com/cb?a=1/")]
    [InlineData("https://app.example.com/cb", "https://app2.example.com/cb")]
    public void Entries_that_differ_otherwise_are_not_warned_about(string one, string other) =>
        Assert.Empty(RedirectUriPolicy.Examine([one, other], Web));

    [Fact]
    public void Two_loopback_ports_of_a_native_application_are_said_to_be_one_too_many()
    {
        RedirectUriFinding finding = Assert.Single(RedirectUriPolicy.Examine(
            ["http://127.0.0.1:8080/cb", "http://127.0.0.1:8081/cb"], RedirectUriRefusalTests.Native));
        Assert.Contains("any port matches", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_bear_the_position_of_their_entry()
    {
        IReadOnlyList<RedirectUriFinding> findings = RedirectUriPolicy.Examine(
            ["https://app.example.com/cb", "", "https://app.example.com/cb#", "https://app.example.com/CB"], Web);
        Assert.Equal([(1, Empty), (2, Fragment), (3, NearDuplicate)], findings.Select(finding => (finding.Index, finding.Code)));
    }
}
