using System.Net;
using System.Text.Json;
using CsCheck;

namespace ClientRegistry.Lookup.Tests;

/// <summary>Paths and queries at random, many of them nearly right, through the real web server.</summary>
public sealed class RandomPathTests(HttpWorld fixture) : IClassFixture<HttpWorld>
{
    private const string Odd = "odd/id %2F+ü";
    private const int Requests = 1000;

    [Fact]
    public async Task No_path_brings_the_api_down_or_finds_a_client_under_another_name()
    {
        var found = 0;
        await (from name in Gen.OneOf("known", "known", Odd, "sandboxed", "nobody")
               from change in Gen.OneOf(
                   Gen.OneOf("", "/", "?client_id=known", "%", "%2", "%2F", "%00", "%ff", ".", "..", ";a", "%20", "+", "/x")
                       .Select(end => RandomBodies.Escape(name) + end),
                   Gen.OneOf(
                       RandomBodies.Escape(name.ToUpperInvariant()), $"%{(int)name[0]:x2}{RandomBodies.Escape(name[1..])}",
                       name.Replace(' ', '+')),
                   Gen.String.Select(RandomBodies.Escape))
               select change).SampleAsync(
            async sent =>
            {
                using var response = await fixture.Lookup.GetAsync("/api/v1/clients/" + sent);
                Assert.True(response.StatusCode < HttpStatusCode.InternalServerError, $"{(int)response.StatusCode} {sent}");
                if (response.StatusCode != HttpStatusCode.OK) return;
                Interlocked.Increment(ref found);
                var client = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("client_id");
                var asked = Uri.UnescapeDataString(sent.Split('?')[0].TrimEnd('/'));
                Assert.Equal(asked, client.GetString());
                Assert.Contains(asked, (string[])["known", Odd]);
            },
            iter: Requests, threads: 2);
        Assert.InRange(found, 1, Requests - 1);
    }

    [Fact]
    public async Task No_query_brings_the_change_feed_down_or_is_answered_though_it_says_nothing()
    {
        var found = 0;
        var odd = Gen.OneOf(
            Gen.OneOf("", "-1", "+1", " 1", "1 ", "0x1", "1e0", "1.0", "\uff11", "31", "9223372036854775807", "9223372036854775808"),
            Gen.String.Where(text => !text.All(char.IsAsciiDigit)));

        // No wait that is good and long: it would be waited for.
        var after = Gen.OneOf(Gen.OneOf("0", "1", "01"), odd).Select(value => ("after", value));
        var wait = Gen.OneOf(Gen.OneOf("0", "00"), odd).Select(value => ("wait", value));
        await Gen.OneOf(after, wait, odd.Select(value => ("x", value))).Array[0, 3].SampleAsync(
            async sent =>
            {
                using var response = await fixture.Lookup.GetAsync(
                    "/api/v1/changes?" + string.Join('&', sent.Select(p => $"{p.Item1}={RandomBodies.Escape(p.Item2)}")));
                Assert.True(response.StatusCode < HttpStatusCode.InternalServerError, $"{(int)response.StatusCode}");
                if (response.StatusCode != HttpStatusCode.OK) return;
                Interlocked.Increment(ref found);
                var said = sent.Where(p => p.Item1 != "x").ToList();
                Assert.All(said, p => Assert.Contains(p.Item2, (string[])["0", "1", "01", "00"]));
                Assert.Equal(said.Count, said.DistinctBy(p => p.Item1).Count());
            },
            iter: Requests, threads: 2);
        Assert.InRange(found, 1, Requests - 1);
    }
}
