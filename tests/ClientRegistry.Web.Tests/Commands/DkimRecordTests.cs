using ClientRegistry.Testing;
using ClientRegistry.Testing.Encryption;

namespace ClientRegistry.Web.Tests.Commands;

/// <summary><c>mail dkim-record</c>, and a start with a key that is none.</summary>
public sealed class DkimRecordTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("clientregistry-dkim-").FullName;
    private readonly OpenSsl _openssl = new(World.Start);

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        _openssl.Dispose();
    }

    [Fact]
    public async Task The_record_holds_the_public_part_in_strings_that_fit()
    {
        var key = await _openssl.MakeKeyAsync("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");
        File.Copy(key, Path.Combine(_directory, "dkim.pem"));
        var der = await _openssl.OutputAsync("pkey", "-in", key, "-pubout", "-outform", "DER");

        // Relative to Data:Directory.
        var result = await RunAsync("dkim.pem");

        Assert.Equal(0, result.ExitCode);
        var record = Assert.Single(result.Output);
        Assert.StartsWith("mail2026._domainkey.registry.example. IN TXT \"v=DKIM1; k=rsa; p=", record);
        var strings = record.Split('"').Where((_, i) => i % 2 == 1).ToList();
        Assert.All(strings, s => Assert.InRange(s.Length, 1, 255));
        Assert.EndsWith($"p={Convert.ToBase64String(der)}", string.Concat(strings));
    }

    [Fact]
    public async Task A_key_that_is_not_there_stops_everything_with_its_name()
    {
        var result = await RunAsync("missing.pem");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Mail:Dkim:PrivateKeyFile", Assert.Single(result.Error));
    }

    [Fact]
    public async Task Without_configuration_it_says_what_to_set()
    {
        var result = await RegistryProcess.RunAsync(RegistryProcess.Settings(_directory), "mail", "dkim-record");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Mail:Dkim:Domain", Assert.Single(result.Error));
    }

    private Task<ProcessResult> RunAsync(string keyFile) => RegistryProcess.RunAsync(
        new Dictionary<string, string>(RegistryProcess.Settings(_directory))
        {
            ["Mail__Dkim__Domain"] = "registry.example",
            ["Mail__Dkim__Selector"] = "mail2026",
            ["Mail__Dkim__PrivateKeyFile"] = keyFile,
        },
        "mail",
        "dkim-record");
}
