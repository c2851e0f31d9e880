using System.Diagnostics;
using ClientRegistry.Testing;

namespace ClientRegistry.Web.Tests.Commands;

/// <summary><c>clients import</c> and <c>export</c> of the real executable.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private const string Client =
        """{"client_id":"legacy","client_name":"Legacy","redirect_uris":["https://app.example.com/cb"]}""";

    private readonly string _directory = Directory.CreateTempSubdirectory("clientregistry-import-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Temporary => Directory.CreateDirectory(Path.Combine(_directory, "tmp")).FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Of_what_comes_through_a_pipe_nothing_is_left_when_the_process_is_killed()
    {
        await RegistryProcess.RunAsync(Settings(), "migrate");
        var start = RegistryProcess.StartInfo(Settings(), "clients", "import", "-", "--environment", "sandbox");
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        try
        {
            // Far more than a pipe holds: once it is written, the process has read and kept most of it.
            var client = Client.Replace("}", ""","client_secret":"hunter2"}""", StringComparison.Ordinal);
            for (var i = 0; i < 20_000; i++) await process.StandardInput.WriteLineAsync(client.AsMemory(), Ct);
            await process.StandardInput.FlushAsync(Ct);
        }
        finally
        {
            process.Kill();
        }

        await process.WaitForExitAsync(Ct);
        Assert.Equal(128 + 9, process.ExitCode);
        Assert.Empty(Directory.GetFiles(Temporary));
    }

    [Fact]
    public async Task A_named_pipe_is_imported_as_a_file_is()
    {
        var pipe = Path.Combine(_directory, "pipe");
        using (var mkfifo = Process.Start("mkfifo", pipe)) await mkfifo.WaitForExitAsync(Ct);

        var import = RunAsync("clients", "import", pipe, "--environment", "sandbox");
        var write = Task.Run(() => File.WriteAllText(pipe, Client), Ct);
        var result = await import;

        Assert.Equal((0, "1 clients imported."), (result.ExitCode, Assert.Single(result.Output)));
        await write;
    }

    [Fact]
    public async Task Of_more_complaints_than_anybody_reads_the_first_are_told_and_nobody_claims_to_know_their_number()
    {
        var file = Path.Combine(_directory, "clients.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Repeat("{}", 2000), Ct);

        var result = await RunAsync("clients", "import", file, "--environment", "sandbox");

        Assert.Equal(101, result.Error.Count);
        Assert.Matches(@"\Aand at least \d+ more\. Nothing was written\.\z", result.Error[^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/no/such/file")]
    [InlineData("/")]
    public async Task What_cannot_be_read_is_refused_in_one_line(string file)
    {
        var result = await RunAsync("clients", "import", file, "--environment", "sandbox");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"\"{file}\" cannot be read: ", Assert.Single(result.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_exported_is_imported_elsewhere_and_the_clients_without_a_secret_are_counted()
    {
        var file = Path.Combine(_directory, "clients.jsonl");
        await File.WriteAllTextAsync(file, Client + "\n" + Client
            .Replace("legacy", "public", StringComparison.Ordinal)
            .Replace("}", ",\"token_endpoint_auth_method\":\"none\"}", StringComparison.Ordinal), Ct);
        await RunAsync("clients", "import", file, "--environment", "sandbox");
        var exported = await RunAsync("clients", "export");
        await File.WriteAllLinesAsync(file, exported.Output, Ct);
        File.Delete(Path.Combine(_directory, "clientregistry.db"));

        var wrong = await RunAsync("clients", "import", file, "--environment", "production");
        var right = await RunAsync("clients", "import", file, "--environment", "sandbox");
        var again = await RunAsync("clients", "export");

        Assert.Equal(1, wrong.ExitCode);
        Assert.All(wrong.Error, line => Assert.Contains(": environment: ", line, StringComparison.Ordinal));
        Assert.Equal((0, "2 clients imported."), (right.ExitCode, Assert.Single(right.Output)));
        Assert.Equal(
            "Confidential clients without a secret: 1. Add one on the page of each.", Assert.Single(right.Error));
        Assert.Equal(exported.Output.Select(WithoutPartner), again.Output.Select(WithoutPartner));
    }

    /// <summary>The partner is the one that the import names, and made anew here.</summary>
    private static string WithoutPartner(string document)
    {
        var client = System.Text.Json.Nodes.JsonNode.Parse(document)!.AsObject();
        client.Remove("partner");
        return client.ToJsonString();
    }

    private Task<ProcessResult> RunAsync(params string[] args) => RegistryProcess.RunAsync(Settings(), args);

    /// <summary>With a directory of its own for what is temporary, in which the runtime leaves nothing.</summary>
    private Dictionary<string, string> Settings() => new(RegistryProcess.Settings(_directory))
    {
        ["TMPDIR"] = Temporary, ["DOTNET_EnableDiagnostics"] = "0",
    };
}
