using ClientRegistry.Testing;

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
    public async Task A_server_database_without_a_connection_string_is_refused()
    {
        var settings = RegistryProcess.Settings(_directory);
        settings["Database__Provider"] = "SqlServer";

        var result = await RegistryProcess.RunAsync(settings);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("ConnectionStrings:ClientRegistry: ", Assert.Single(result.Error), StringComparison.Ordinal);
    }
}
