using BenchmarkDotNet.Attributes;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup;

namespace ClientRegistry.Benchmarks.Micro;

/// <summary>Is this redirect URI one of ten.</summary>
public class RedirectUriMatcherBenchmarks
{
    private readonly string _exact = new(Sample.RedirectUri);
    private readonly string _otherPort = "http://127.0.0.1:51004/callback";
    private readonly string _other = Sample.RedirectUri + "/";

    [Benchmark(Baseline = true)]
    public int Exact() => RedirectUriMatcher.Find(_exact, Sample.RedirectUris, ApplicationType.Web);

    [Benchmark]
    public int AnyPortOnLoopback() =>
        RedirectUriMatcher.Find(_otherPort, Sample.RedirectUris, ApplicationType.Native);

    [Benchmark]
    public int None() =>
        RedirectUriMatcher.Find(_other, Sample.RedirectUris, ApplicationType.Native);
}
