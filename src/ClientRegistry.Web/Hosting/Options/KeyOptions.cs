namespace ClientRegistry.Web.Hosting;

/// <summary>Where the Data Protection keys are and what protects them; section <c>DataProtection</c>.</summary>
internal sealed class KeyOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "DataProtection";

    /// <summary>Directory of the keys; null means <c>keys</c> under <c>Data:Directory</c>.</summary>
    public string? KeysDirectory { get; set; }

    /// <summary>PKCS #12 file with the certificate and private key that encrypt the keys; null leaves them in clear.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Password of that file; null for none.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Whether the keys are encrypted where they lie.</summary>
    public bool IsProtected => !string.IsNullOrWhiteSpace(CertificateFile);
}
