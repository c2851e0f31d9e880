using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Clients.Import;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Clients.Import;

public sealed class ImportedFileTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_several_clients_on_a_line_the_one_at_fault_is_named()
    {
        await using var world = await World.CreateAsync();

        var result = await Imports.ImportAsync(
            world,
            $"[{Imports.Client("a")},{Imports.Client("b", "\"status\":\"odd\"")},",
            $"{Imports.Client("c", "\"status\":\"odd\"")},{Imports.Client("a")}]");

        Assert.Equal(
            ["line 1, item 2: status", "line 2: status", "line 2, item 2: client_id"],
            result.Problems.Select(p => p.ToString()[..p.ToString().LastIndexOf(": ", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("\"client_uri\":\"\\uD800\"", "line 2: client_uri: ")]
    [InlineData("\"contacts\":[\"\\uDC00\"]", "line 2: contacts: ")]
    [InlineData("\"client_secret\":\"\\uD83D\"", "line 2: client_secret: ")]
    [InlineData("\"client_uri\":\"\xFF\"", "line 2: client_uri: ")]
    [InlineData("\"contacts\":[\"\xE9\"]", "line 2: contacts: ")]
    [InlineData("\"\\uD800_long_enough_to_be_compared\":1", "line 2: The name of a member")]
    [InlineData("\"\xFF\":1", "line 2: The name of a member")]
    public async Task What_is_not_text_is_named_with_line_and_member(string member, string start)
    {
        await using var world = await World.CreateAsync();
        var file = Imports.Client("good") + "\n" + Imports.Client("bad", member);
        using var content = new MemoryStream(Encoding.Latin1.GetBytes(file));

        var result = (await Imports.RunAsync(world, content)).Value!;

        Assert.StartsWith(start, Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
        Assert.Empty(await Imports.ClientsAsync(world));
    }

    [Theory]
    [InlineData("\"redirect_uris\":[\"https://other.example.com/cb\"]", "line 1: redirect_uris: ")]
    [InlineData("\"client_secret\":\"one\",\"client_secret\":\"two\"", "line 1: client_secret: ")]
    [InlineData("\"require_pkce\":false,\"require_pkce\":null", "line 1: require_pkce: ")]
    public async Task A_member_that_is_there_twice_is_named_and_none_of_the_two_taken(string members, string start)
    {
        await using var world = await World.CreateAsync();

        var result = await Imports.ImportAsync(world, Imports.Client("twice", members));

        Assert.StartsWith(start, Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
        Assert.Empty(await Imports.ClientsAsync(world));
    }

    [Fact]
    public async Task An_unknown_member_is_passed_over_however_often_it_is_there()
    {
        await using var world = await World.CreateAsync();

        var result = await Imports.ImportAsync(world, Imports.Client("a", "\"note\":1,\"note\":2"));

        Assert.Empty(result.Problems);
    }

    [Theory]
    [InlineData("{oops}", "line 2: This is not JSON. 'o' is an invalid start of a property name. Expected a '\"'. This is at byte 2 of the line.")]
    [InlineData("[1,]", "line 2: This is not JSON. The JSON array contains a trailing comma at the end which is not supported in this mode. This is at byte 4 of the line.")]
    public async Task Where_the_file_is_not_json_is_told_once_and_counted_from_1(string line, string problem)
    {
        await using var world = await World.CreateAsync();

        var result = await Imports.ImportAsync(world, Imports.Client("a"), line);

        Assert.Equal(problem, result.Problems[^1].ToString());
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_identifier_that_no_address_can_hold_is_refused(string clientId)
    {
        await using var world = await World.CreateAsync();

        var result = await Imports.ImportAsync(world, Imports.Client(clientId));

        Assert.StartsWith("line 1: client_id: ", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SecondReadings))]
    public async Task A_file_that_changes_between_its_readings_is_refused_and_nothing_is_written(string second)
    {
        await using var world = await World.CreateAsync();
        using var content = new ChangingFile(Imports.Client("a") + "\n" + Imports.Client("b"), second);

        var outcome = await Imports.RunAsync(world, content);

        Assert.Equal(ErrorCodes.Conflict, outcome.Error?.Code);
        Assert.Contains("changed while it was read", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(await Imports.ClientsAsync(world));
        await using var db = world.Database.CreateDbContext();
        Assert.Empty(await db.ClientChanges.ToListAsync(Ct));
    }

    public static TheoryData<string> SecondReadings() =>
    [
        Imports.Client("a"),
        Imports.Client("a") + "\n" + Imports.Client("c"),
        Imports.Client("a") + "\n" + Imports.Client("b", "\"status\":\"odd\""),
        Imports.Client("a") + "\n" + "{",
    ];

    [Fact]
    public async Task The_thousandth_new_scope_costs_no_more_than_the_first()
    {
        await using var world = await World.CreateAsync();
        var lines = Enumerable.Range(0, 3000).Select(i => Imports.Client($"c-{i}", $"\"scope\":\"new-{i:D4}\""));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var costs = new Allocations();

        await Imports.RunAsync(world, content, addScopes: true, dryRun: true, progress: costs);

        // Between these nothing is awaited, so that one thread does it all.
        Assert.True(
            costs.Between(2502, 2998) < 3 * costs.Between(2, 498),
            $"{costs.Between(2, 498)} bytes at first, {costs.Between(2502, 2998)} at last");
    }

    [Fact]
    public async Task More_scopes_than_a_client_may_have_are_refused()
    {
        await using var world = await World.CreateAsync();
        var scopes = string.Join(' ', Enumerable.Range(0, ClientMetadataRules.MaximumScopes + 1).Select(i => $"s-{i}"));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Imports.Client("a", $"\"scope\":\"{scopes}\"")));

        var result = (await Imports.RunAsync(world, content, addScopes: true)).Value!;

        Assert.StartsWith("line 1: scope: There are 201 scopes", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"production\"", null)]
    [InlineData("\"sandbox\"", "line 1: environment: ")]
    [InlineData("7", "line 1: environment: ")]
    public async Task A_client_of_another_environment_is_refused(string environment, string? problem)
    {
        await using var world = await World.CreateAsync();

        var result = await Imports.ImportAsync(world, Imports.Client("a", $"\"environment\":{environment}"));

        if (problem is null) Assert.Empty(result.Problems);
        else Assert.StartsWith(problem, Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    /// <summary>What the importing thread had allocated when it was through with a client.</summary>
    private sealed class Allocations : IProgress<ImportProgress>
    {
        private readonly Dictionary<int, long> _bytes = [];

        public void Report(ImportProgress value) => _bytes[value.Clients] = GC.GetAllocatedBytesForCurrentThread();

        public long Between(int first, int last) => _bytes[last] - _bytes[first];
    }

    /// <summary>Holds something else when it is read again.</summary>
    private sealed class ChangingFile(string first, string second) : MemoryStream
    {
        private byte[] _content = Encoding.UTF8.GetBytes(first);
        private int _at;

        public override long Position
        {
            get => _at;
            set => (_content, _at) = (Encoding.UTF8.GetBytes(second), (int)value);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(count, _content.Length - _at);
            Array.Copy(_content, _at, buffer, offset, read);
            _at += read;
            return read;
        }
    }
}
