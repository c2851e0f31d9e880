using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
    [InlineData("Database:Provider", "O'Racle")]
    [InlineData("Database:MigrateOnStart", "perhaps")]
    [InlineData("Data:Directory", "")]
    [InlineData("DataProtection:CertificateFile", "no-such-file.pfx")]
    [InlineData("ForwardedHeaders:KnownProxies:0", "proxy.example")]
    [InlineData("ForwardedHeaders:KnownNetworks:0", "10.0.0.0/99")]
    [InlineData("ForwardedHeaders:KnownProxies", "10.0.0.1")]
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

    [Theory]
    [InlineData("Database:Provider", "Sqlite, SqlServer")]
    [InlineData("Mail:Transport", "Smtp, Folder")]
    [InlineData("Mail:Smtp:Security", "StartTls, Tls, None")]
    [InlineData("Credentials:Delivery", "Email, ClaimLink")]
    public async Task A_word_that_is_none_of_a_few_is_answered_with_those(string key, string words)
    {
        var settings = RegistryProcess.Settings(_directory);
        settings[key.Replace(":", "__", StringComparison.Ordinal)] = "Pigeon";

        var result = await RegistryProcess.RunAsync(settings);

        Assert.Equal($"{key}: \"Pigeon\" is not one of {words}.", Assert.Single(result.Error));
    }

    [Theory]
    [InlineData("Kestrel__Endpoints__Public__Protocols", "Http1", "Urls or Kestrel: ")]
    [InlineData("Urls", "http://localhost:70000", "Urls or Kestrel: a port is a number from 0 to 65535.")]
    [InlineData("Logging__LogLevel__Default", "Loud", "Logging:LogLevel: Configuration value 'Loud' is not supported. Use one of Trace,")]
    public async Task What_the_platform_says_of_its_settings_is_one_line(string key, string value, string begin)
    {
        var settings = RegistryProcess.Settings(_directory);
        settings[key] = value;

        var result = await RegistryProcess.RunAsync(settings);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(begin, Assert.Single(result.Error), StringComparison.Ordinal);
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
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_that_encrypts_what_it_cannot_decrypt_is_refused(bool hasOtherKey)
    {
        var file = Path.Combine(_directory, "keys.pfx");
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = hasOtherKey
            ? new CertificateRequest("CN=keys", curve, HashAlgorithmName.SHA256)
            : new CertificateRequest("CN=keys", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var whole = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var published = X509CertificateLoader.LoadCertificate(whole.Export(X509ContentType.Cert));
        await File.WriteAllBytesAsync(
            file, (hasOtherKey ? whole : published).Export(X509ContentType.Pfx), TestContext.Current.CancellationToken);
        var settings = RegistryProcess.Settings(_directory);
        settings["DataProtection__CertificateFile"] = file;

        var result = await RegistryProcess.RunAsync(settings);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            $"DataProtection:CertificateFile: {file} has no private RSA key.", Assert.Single(result.Error));
        Assert.False(Directory.Exists(Path.Combine(_directory, "keys")));
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=registry;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=file:registry.db")]
    [InlineData("Data Source=registry.db;Password=secret")]
    [InlineData("Data Source=/dev/null/registry.db")]
    [InlineData("Server=db.example")]
    public async Task What_is_no_file_for_sqlite_is_refused(string connection)
    {
        var settings = RegistryProcess.Settings(_directory);
        settings["ConnectionStrings__ClientRegistry"] = connection;

        var result = await RegistryProcess.RunAsync(settings, "migrate");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("ConnectionStrings:ClientRegistry: ", Assert.Single(result.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_is_named()
    {
        var result = await RegistryProcess.RunAsync(RegistryProcess.Settings("/dev/null/data"), "migrate");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            "Data:Directory: the directory /dev/null/data cannot be made. ", Assert.Single(result.Error), StringComparison.Ordinal);
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
