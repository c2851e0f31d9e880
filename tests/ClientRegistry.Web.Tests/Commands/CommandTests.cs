using ClientRegistry.Core.Accounts;
using ClientRegistry.Testing;

namespace ClientRegistry.Web.Tests.Commands;

/// <summary>The verbs of the real executable.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("clientregistry-command-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Migrate_makes_the_database_and_a_second_time_finds_nothing_to_do()
    {
        var first = await RunAsync("migrate");
        var second = await RunAsync("migrate");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.All(first.Output, line => Assert.StartsWith("Applied ", line, StringComparison.Ordinal));
        Assert.Equal("The database is up to date.", Assert.Single(second.Output));
    }

    [Fact]
    public async Task A_new_lookup_key_stands_alone_on_standard_output()
    {
        var result = await RunAsync("lookup-keys", "add", "login", "--environment", "production");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.StartsWith(LookupKey.Prefix, Assert.Single(result.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lookup_key_is_listed_without_what_opens_and_can_be_revoked_once()
    {
        var key = Assert.Single((await RunAsync("lookup-keys", "add", "login", "--environment", "sandbox")).Output);

        var listed = await RunAsync("lookup-keys", "list");
        var revoked = await RunAsync("lookup-keys", "revoke", "login");
        var again = await RunAsync("lookup-keys", "revoke", "login");

        Assert.Equal("login\tsandbox\tlive\tnever used", Assert.Single(listed.Output));
        Assert.DoesNotContain(key, listed.Output[0], StringComparison.Ordinal);
        Assert.Equal((0, 1), (revoked.ExitCode, again.ExitCode));
        Assert.Single(again.Error);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_in_one_line()
    {
        await RunAsync("lookup-keys", "add", "login", "--environment", "sandbox");

        var result = await RunAsync("lookup-keys", "add", "login", "--environment", "sandbox");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Single(result.Error);
    }

    [Fact]
    public async Task Adding_staff_prints_the_link_of_the_invitation_and_owes_its_mail()
    {
        var result = await RunAsync("staff", "add", "ada@registry.example", "--name", "Ada", "--role", "administrator");
        var wrong = await RunAsync("staff", "add", "ada", "--name", "Ada", "--role", "administrator");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith(
            "https://registry.example/account/invitation?token=", Assert.Single(result.Output), StringComparison.Ordinal);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Single(wrong.Error);
    }

    [Theory]
    [InlineData("migate")]
    [InlineData("lookup-keys")]
    [InlineData("lookup-keys", "add", "login")]
    [InlineData("lookup-keys", "add", "login", "--environment", "test")]
    [InlineData("migrate", "--now")]
    public async Task Wrong_usage_is_told_on_standard_error_with_exit_code_2(params string[] args)
    {
        var result = await RunAsync(args);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Single(result.Error);
    }

    [Fact]
    public async Task A_name_may_begin_with_an_at_sign()
    {
        await RunAsync("lookup-keys", "add", "@login", "--environment", "sandbox");

        var listed = await RunAsync("lookup-keys", "list");

        Assert.StartsWith("@login\t", Assert.Single(listed.Output), StringComparison.Ordinal);
    }

    private Task<ProcessResult> RunAsync(params string[] args) =>
        RegistryProcess.RunAsync(RegistryProcess.Settings(_directory), args);
}
