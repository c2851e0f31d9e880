using BenchmarkDotNet.Attributes;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Authentication;

namespace ClientRegistry.Benchmarks.Micro;

/// <summary>Does this secret belong to a client that has two of them; all three should take about the same time.</summary>
public class ClientAuthenticatorBenchmarks
{
    private readonly ClientAuthenticator _authenticator = new(new SlowSecretChecks(), TimeProvider.System);
    private readonly ClientCredentials _good = ClientCredentials.FromBody(Sample.ClientId, Sample.Secret);
    private readonly ClientCredentials _wrong = ClientCredentials.FromBody(Sample.ClientId, new string('x', Sample.Secret.Length));

    [Benchmark(Baseline = true)]
    public bool Good() => IsGood(_good, isKnown: true);

    [Benchmark]
    public bool WrongSecret() => IsGood(_wrong, isKnown: true);

    [Benchmark]
    public bool UnknownClient() => IsGood(_wrong, isKnown: false);

    // A fast hash is compared at once: there is nothing to wait for.
    private bool IsGood(ClientCredentials credentials, bool isKnown)
    {
        var verdict = _authenticator.AuthenticateAsync(
            credentials, isKnown ? Sample.Client : null, ClientEnvironment.Production);
        return verdict is { IsCompletedSuccessfully: true, Result.Refusal: null };
    }
}
