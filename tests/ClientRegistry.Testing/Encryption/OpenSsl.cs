namespace ClientRegistry.Testing.Encryption;

/// <summary>OpenSSL's own program, which makes certificates and reads what was encrypted to them.</summary>
public sealed class OpenSsl : IDisposable
{
    /// <summary>Extensions of a certificate that is for encrypting mail with RSA.</summary>
    public const string RsaMail = "keyUsage=critical,keyEncipherment\nextendedKeyUsage=emailProtection";

    /// <summary>Extensions of a certificate that is for encrypting mail with an elliptic curve.</summary>
    public const string CurveMail = "keyUsage=critical,keyAgreement\nextendedKeyUsage=emailProtection";

    private readonly string _directory = Directory.CreateTempSubdirectory("openssl-").FullName;
    private readonly DateTimeOffset _now;
    private int _made;

    /// <summary>An empty directory.</summary>
    /// <param name="now">When certificates begin unless said otherwise: a day before.</param>
    public OpenSsl(DateTimeOffset now) => _now = now;

    /// <summary>A certificate and its private key, as files.</summary>
    /// <param name="Certificate">Path of the certificate in PEM.</param>
    /// <param name="PrivateKey">Path of the key in PEM.</param>
    public sealed record Identity(string Certificate, string PrivateKey);

    /// <summary>Makes a private key alone.</summary>
    /// <param name="algorithm">Arguments of <c>genpkey</c>.</param>
    /// <returns>Path of its PEM file.</returns>
    public async Task<string> MakeKeyAsync(params string[] algorithm)
    {
        var file = Path.Combine(_directory, $"key{++_made}.pem");
        await RunAsync(null, ["genpkey", "-out", file, .. algorithm]);
        return file;
    }

    /// <summary>Makes a self-signed certificate.</summary>
    /// <param name="address">Whom it names, in the subject alternative name; null for nobody.</param>
    /// <param name="extensions">Its extensions, a line each.</param>
    /// <param name="curve">A named curve; null for RSA.</param>
    /// <param name="bits">Length of an RSA key.</param>
    /// <param name="days">For how many days it is good from yesterday on.</param>
    /// <param name="subject">Its subject.</param>
    public async Task<Identity> MakeCertificateAsync(
        string? address,
        string extensions = RsaMail,
        string? curve = null,
        int bits = 2048,
        int days = 365,
        string subject = "/CN=Dora")
    {
        var key = curve is null
            ? await MakeKeyAsync("-algorithm", "RSA", "-pkeyopt", $"rsa_keygen_bits:{bits}")
            : await MakeKeyAsync("-algorithm", "EC", "-pkeyopt", $"ec_paramgen_curve:{curve}");
        var (request, certificate, settings) = ($"{key}.csr", $"{key}.crt", $"{key}.cnf");
        var alternative = address is null ? "" : $"subjectAltName=email:{address}";
        await File.WriteAllTextAsync(settings, Settings($"{extensions}\n{alternative}"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "index.txt"), "");
        await RunAsync(null, "req", "-new", "-config", settings, "-key", key, "-subj", subject, "-out", request);
        await RunAsync(
            null,
            "ca", "-batch", "-selfsign", "-notext", "-config", settings, "-keyfile", key, "-in", request, "-out", certificate,
            "-startdate", Asn1(_now.AddDays(-1)), "-enddate", Asn1(_now.AddDays(days - 1)));
        return new Identity(certificate, key);
    }

    /// <summary>The certificate in DER.</summary>
    public async Task<byte[]> DerAsync(Identity identity) =>
        (await RunAsync(null, "x509", "-in", identity.Certificate, "-outform", "DER")).Output;

    /// <summary>Certificate and private key together, as people carry them between programs.</summary>
    public async Task<byte[]> Pkcs12Async(Identity identity) => (await RunAsync(
        null,
        "pkcs12", "-export", "-in", identity.Certificate, "-inkey", identity.PrivateKey, "-passout", "pass:x")).Output;

    /// <summary>Runs a command whose standard output is wanted.</summary>
    public async Task<byte[]> OutputAsync(params string[] arguments) => (await RunAsync(null, arguments)).Output;

    /// <summary>Decrypts a whole mail.</summary>
    public Task<ForeignAnswer> DecryptAsync(byte[] mail, Identity identity) =>
        RunAsync(mail, "cms", "-decrypt", "-recip", identity.Certificate, "-inkey", identity.PrivateKey);

    /// <summary>How a mail is encrypted, in the program's words.</summary>
    public async Task<string> DescribeAsync(byte[] mail) => (await RunAsync(mail, "cms", "-cmsout", "-print")).Text;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Asn1(DateTimeOffset time) => $"{time.UtcDateTime:yyyyMMddHHmmss}Z";

    private static string Settings(string extensions) => $"""
        [req]
        distinguished_name=subject
        utf8=yes
        [subject]
        [ca]
        default_ca=own
        [own]
        database=index.txt
        new_certs_dir=.
        rand_serial=yes
        default_md=sha256
        policy=policy
        unique_subject=no
        email_in_dn=yes
        x509_extensions=extensions
        [policy]
        commonName=supplied
        emailAddress=optional
        [extensions]
        {extensions.ReplaceLineEndings("\n")}
        """;

    private Task<ForeignAnswer> RunAsync(byte[]? input, params string[] arguments) =>
        ForeignProgram.RunAsync("openssl", _directory, input, new Dictionary<string, string>(), arguments);
}
