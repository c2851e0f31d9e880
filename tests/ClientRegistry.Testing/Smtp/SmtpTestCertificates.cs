using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClientRegistry.Testing.Smtp;

/// <summary>Which certificate the test server shows.</summary>
public enum SmtpServerCertificate
{
    /// <summary>For localhost and 127.0.0.1, issued by <see cref="SmtpTestCertificates.Authority"/>.</summary>
    Trusted,

    /// <summary>For localhost and 127.0.0.1, issued by itself: nobody trusts it.</summary>
    Untrusted,

    /// <summary>Issued by the authority, but for another host.</summary>
    WrongName,

    /// <summary>Issued by the authority for localhost, but no longer valid.</summary>
    Expired,
}

/// <summary>A certificate authority that lives as long as the test process, and what it issued.</summary>
public static class SmtpTestCertificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly Lazy<X509Certificate2> LazyAuthority = new(CreateAuthority);
    private static readonly Lazy<X509Certificate2> Trusted = new(() => CreateForServer("localhost", Now.AddDays(2)));
    private static readonly Lazy<X509Certificate2> Untrusted = new(CreateSelfSigned);
    private static readonly Lazy<X509Certificate2> Expired = new(() => CreateForServer("localhost", Now.AddHours(-1)));
    private static readonly Lazy<X509Certificate2> WrongName =
        new(() => CreateForServer("mail.elsewhere.example", Now.AddDays(2)));

    /// <summary>The authority's certificate, for a client's list of trusted roots.</summary>
    public static X509Certificate2 Authority => LazyAuthority.Value;

    /// <summary>
    /// Validates as a careful client does that trusts <see cref="Authority"/> and nobody else: name, dates and chain.
    /// Revocation is not looked at, since the authority publishes no list.
    /// </summary>
    public static bool TrustAuthority(
        object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using X509Chain own = new();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.Add(Authority);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        using var shown = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(shown);
    }

    internal static X509Certificate2 For(SmtpServerCertificate which) => which switch
    {
        SmtpServerCertificate.Trusted => Trusted.Value,
        SmtpServerCertificate.Untrusted => Untrusted.Value,
        SmtpServerCertificate.WrongName => WrongName.Value,
        SmtpServerCertificate.Expired => Expired.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(which), which, null),
    };

    private static X509Certificate2 CreateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Client Registry test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(Now.AddDays(-3), Now.AddDays(3));
    }

    private static X509Certificate2 CreateForServer(string host, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = RequestFor(host, key);
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Authority, true, false));
        using var issued = request.Create(Authority, Now.AddDays(-2), notAfter, RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(key);
        return Reload(withKey);
    }

    private static X509Certificate2 CreateSelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = RequestFor("localhost", key).CreateSelfSigned(Now.AddDays(-2), Now.AddDays(2));
        return Reload(certificate);
    }

    private static CertificateRequest RequestFor(string host, ECDsa key)
    {
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        if (host == "localhost")
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    /// <summary>Windows' TLS cannot use a key that was never stored; going through PKCS#12 works everywhere.</summary>
    private static X509Certificate2 Reload(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
