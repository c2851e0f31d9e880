using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ClientRegistry.Benchmarks.Micro;

/// <summary>Short runs in this process, with allocations: nothing is built or downloaded for them.</summary>
public sealed class MicroConfiguration : ManualConfig
{
    public MicroConfiguration()
    {
        AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(5), logOutput: false)));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.Console);
        ArtifactsPath = Path.Combine(Path.GetTempPath(), "client-registry-micro");
    }
}
