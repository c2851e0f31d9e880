using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>The keys that encrypt cookies and the secrets of undelivered mails.</summary>
internal static class KeyHosting
{
    /// <summary>The same on every node and for ever: keys serve one application name.</summary>
    private const string ApplicationName = "ClientRegistry";

    private const string DefaultDirectory = "keys";

    /// <summary>Adds Data Protection with keys on disk.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddSection<KeyOptions>(KeyOptions.Section);
        builder.Services.AddOptions<KeyManagementOptions>()
            .Configure<IOptions<KeyOptions>, DataDirectory, ILoggerFactory>((management, keys, directory, logs) =>
                management.XmlRepository = new FileSystemXmlRepository(DirectoryOf(keys.Value, directory), logs));

        var protection = builder.Services.AddDataProtection().SetApplicationName(ApplicationName);
        var options = builder.Configuration.GetSection(KeyOptions.Section).Get<KeyOptions>();
        if (options is { IsProtected: true })
            protection.ProtectKeysWithCertificate(LoadCertificate(options, builder.Environment));
    }

    /// <summary>Makes the first key, and says so when keys lie in clear.</summary>
    /// <param name="app">The built host.</param>
    /// <exception cref="StartRefusedException">Keys cannot be read or written where they are to be.</exception>
    public static void ReadyKeys(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<KeyOptions>>().Value;
        try
        {
            app.Services.GetDataProtector("ClientRegistry.Start").Protect([]);
        }
        catch (CryptographicException e)
        {
            var directory = DirectoryOf(options, app.Services.GetRequiredService<DataDirectory>());
            throw new StartRefusedException(
                $"DataProtection:KeysDirectory: {directory} cannot be used. {(e.InnerException ?? e).Message}");
        }

        if (!app.Environment.IsDevelopment() && !options.IsProtected) Log.KeysInClear(app.Logger);
    }

    private static DirectoryInfo DirectoryOf(KeyOptions keys, DataDirectory directory) =>
        new(string.IsNullOrWhiteSpace(keys.KeysDirectory)
            ? directory.Below(DefaultDirectory)
            : directory.Absolute(keys.KeysDirectory));

    private static X509Certificate2 LoadCertificate(KeyOptions options, IHostEnvironment environment)
    {
        var path = Path.GetFullPath(options.CertificateFile!, environment.ContentRootPath);
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, options.CertificatePassword);
            using var key = certificate.GetRSAPrivateKey();

            // Without one it encrypts all the same, and the next start could not read what this one wrote.
            return key is not null
                ? certificate
                : throw new StartRefusedException($"DataProtection:CertificateFile: {path} has no private RSA key.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"DataProtection:CertificateFile: {path} cannot be used. {e.Message}");
        }
    }
}
