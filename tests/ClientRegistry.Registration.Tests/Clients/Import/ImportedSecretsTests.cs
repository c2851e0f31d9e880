using ClientRegistry.Core.Clients;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Clients.Import;

public sealed class ImportedSecretsTests
{
    [Fact]
    public async Task In_a_file_of_one_line_each_client_gets_its_own_secret_and_the_others_none()
    {
        await using var world = await World.CreateAsync();

        var result = await Imports.ImportAsync(world, "[" + string.Join(
            ',',
            Imports.Client("first", "\"client_secret\":\"hunter1\""),
            Imports.Client("without"),
            Imports.Client("public", "\"token_endpoint_auth_method\":\"none\""),
            Imports.Client("last", "\"client_secret\":\"hunter2\"")) + "]");

        Assert.Empty(result.Problems);
        var clients = await Imports.ClientsAsync(world);
        Assert.True(SecretHash.Matches("hunter1", Assert.Single(clients["first"].Secrets).Hash));
        Assert.True(SecretHash.Matches("hunter2", Assert.Single(clients["last"].Secrets).Hash));
        Assert.Empty(clients["without"].Secrets);
        Assert.Empty(clients["public"].Secrets);
    }

    [Fact]
    public async Task The_end_of_a_secret_and_the_time_of_issue_are_taken_over()
    {
        await using var world = await World.CreateAsync();
        var (past, soon) = (world.Now.AddDays(-1).ToUnixTimeSeconds(), world.Now.AddDays(10).ToUnixTimeSeconds());
        var hash = SecretHash.Fast("from elsewhere");

        var result = await Imports.ImportAsync(
            world,
            Imports.Client("ended", $"\"client_secret_hash\":\"{hash}\",\"client_secret_expires_at\":{past}"),
            Imports.Client("ends", $"\"client_secret_hash\":\"{hash}\",\"client_secret_expires_at\":{soon}"),
            Imports.Client("stays", $"\"client_secret_hash\":\"{hash}\",\"client_secret_expires_at\":0"),
            Imports.Client("old", "\"client_id_issued_at\":1500000000"));

        Assert.Empty(result.Problems);
        var clients = await Imports.ClientsAsync(world);
        Assert.False(Assert.Single(clients["ended"].Secrets).IsLive(world.Now));
        Assert.Equal(soon, Assert.Single(clients["ends"].Secrets).ExpiresAt!.Value.ToUnixTimeSeconds());
        Assert.Null(Assert.Single(clients["stays"].Secrets).ExpiresAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1500000000), clients["old"].IssuedAt);
        Assert.Equal(world.Now, clients["stays"].IssuedAt);
    }

    [Theory]
    [InlineData("client_secret_expires_at", "-1")]
    [InlineData("client_secret_expires_at", "\"tomorrow\"")]
    [InlineData("client_secret_expires_at", "1.5")]
    [InlineData("client_secret_expires_at", "999999999999999")]
    [InlineData("client_id_issued_at", "-1")]
    [InlineData("client_id_issued_at", "99999999999")]
    public async Task A_time_that_is_none_is_named(string member, string value)
    {
        await using var world = await World.CreateAsync();

        var result = await Imports.ImportAsync(world, Imports.Client("a", $"\"{member}\":{value}"));

        Assert.StartsWith($"line 1: {member}: ", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
        Assert.Empty(await Imports.ClientsAsync(world));
    }
}
