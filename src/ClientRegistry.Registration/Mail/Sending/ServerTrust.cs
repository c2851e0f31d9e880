using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>Whether a mail server is who it says.</summary>
/// <param name="roots">Whose signature counts; null for the authorities the system trusts.</param>
public sealed class ServerTrust(X509Certificate2Collection? roots = null)
{
    private const X509ChainStatusFlags RevocationUnknown =
        X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <summary>
    /// Name, dates and chain must hold. A revoked certificate is refused; where the list of revoked ones cannot be fetched,
    /// the mail goes out all the same, as a mail server must not stand still because another machine does.
    /// </summary>
    /// <param name="certificate">What the server showed; null for nothing.</param>
    /// <param name="chain">How the system sees it.</param>
    /// <param name="errors">What the system found.</param>
    /// <returns>What is wrong with it; null when it is good.</returns>
    public string? FindFault(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "it shows no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"its certificate is for another name ({certificate.Subject})";
        if (chain is null) return errors == SslPolicyErrors.None ? null : "its certificate cannot be checked";
        if (roots is not null) Rebuild(chain, certificate, roots);

        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        var faults = status & ~RevocationUnknown;
        return faults == X509ChainStatusFlags.NoError
            ? null
            : $"its certificate is not good: {faults} ({certificate.Subject}, issued by {certificate.Issuer})";
    }

    private static void Rebuild(X509Chain chain, X509Certificate certificate, X509Certificate2Collection roots)
    {
        chain.Reset();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        using var shown = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        chain.Build(shown);
    }
}
