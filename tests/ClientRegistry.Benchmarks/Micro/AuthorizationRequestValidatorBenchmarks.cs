using BenchmarkDotNet.Attributes;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Authorization;

namespace ClientRegistry.Benchmarks.Micro;

/// <summary>All rows of the contract's table for one authorization request.</summary>
public class AuthorizationRequestValidatorBenchmarks
{
    private readonly AuthorizationRequest _valid = Sample.Request;
    private readonly AuthorizationRequest _otherUri = Sample.Request with { RedirectUri = "https://evil.example/callback" };
    private readonly AuthorizationRequest _otherScope = Sample.Request with { Scope = "orders-api payroll-api" };

    [Benchmark(Baseline = true)]
    public bool Valid() => IsValid(_valid);

    [Benchmark]
    public bool OtherRedirectUri() => IsValid(_otherUri);

    [Benchmark]
    public bool ScopeNotGranted() => IsValid(_otherScope);

    private static bool IsValid(AuthorizationRequest request) =>
        AuthorizationRequestValidator.Validate(request, Sample.Client, ClientEnvironment.Production).Refusal is null;
}
