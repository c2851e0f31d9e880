using ClientRegistry.Testing;
using ClientRegistry.Testing.TransactSql;

namespace ClientRegistry.Web.Tests.Hosting;

/// <summary>What the real executable says to a wrong configuration.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("clientregistry-config-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("Portal:PublicUrl", "not an address")]
    [InlineData("Portal:PublicUrl", "https://registry.example/path")]
    [InlineData("Portal:SupportAddress", "nobody")]
    [InlineData("Database:Provider", "Oracle")]
    [InlineData("Database:Provider", "2")]
    [InlineData("Database:MigrateOnStart", "perhaps")]
    [InlineData("DataProtection:CertificateFile", "no-such-file.pfx")]
    [InlineData("ForwardedHeaders:KnownProxies:0", "proxy.example")]
    [InlineData("ForwardedHeaders:KnownNetworks:0", "10.0.0.0/99")]
    [InlineData("Authorization:Environments:staging", "anything")]
    [InlineData("Authorization:Environments:sandbox:TokenEndpoint", "login.example")]
    [InlineData("Mail:Transport", "Pigeon")]
    [InlineData("Mail:From", "nobody")]
    [InlineData("Credentials:Delivery", "Pigeon")]
    [InlineData("Credentials:ClaimLifetime", "00:00:01")]
    [InlineData("Credentials:SecretLifetime", "a year")]
    [InlineData("Credentials:SecretLifetime", "3.00:00:00")]
    public async Task A_bad_value_stops_the_start_with_one_line_that_names_the_key(string key, string value)
    {
        var settings = RegistryProcess.Settings(_directory);
        settings[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        var result = await RegistryProcess.RunAsync(settings);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(key, Assert.Single(result.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_cannot_be_kept_stop_the_start_with_one_line()
    {
        var file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var settings = RegistryProcess.Settings(_directory);
        settings["DataProtection__KeysDirectory"] = file;

        var result = await RegistryProcess.RunAsync(settings);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            $"DataProtection:KeysDirectory: {file} cannot be used. ", Assert.Single(result.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a connection string")]
    [InlineData("Server=db.example;Databsae=ClientRegistry")]
    [InlineData("Server=db.example;Connect Timeout=soon")]
    [InlineData("Server=db.example;Encrypt=perhaps")]
    public async Task A_server_database_without_a_connection_string_that_can_be_read_is_refused(string? connection)
    {
        var settings = RegistryProcess.Settings(_directory);
        settings["Database__Provider"] = "SqlServer";
        if (connection is not null) settings["ConnectionStrings__ClientRegistry"] = connection;

        var result = await RegistryProcess.RunAsync(settings);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("ConnectionStrings:ClientRegistry: ", Assert.Single(result.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("migrate")]
    public async Task A_server_that_refuses_the_password_is_asked_once_and_its_words_are_told(params string[] command)
    {
        await using var server = new RefusingSqlServer();
        var settings = RegistryProcess.Settings(_directory);
        settings["Database__Provider"] = "SqlServer";
        settings["ConnectionStrings__ClientRegistry"] = server.ConnectionString;

        var result = await RegistryProcess.RunAsync(settings, command);

        Assert.Equal((1, 1), (result.ExitCode, server.Refused));
        Assert.Equal(
            "ConnectionStrings:ClientRegistry: the database cannot be used. Login failed for user 'registry'.",
            Assert.Single(result.Error));
    }
}
