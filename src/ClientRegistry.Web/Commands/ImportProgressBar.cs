using System.Diagnostics;
using ClientRegistry.Registration.Clients.Import;
using Spectre.Console;

namespace ClientRegistry.Web.Commands;

/// <summary>Shows on standard error how far an import is: a bar on a terminal, else a plain line now and then.</summary>
internal static class ImportProgressBar
{
    /// <summary>Runs an import beside it.</summary>
    /// <typeparam name="T">What the import yields.</typeparam>
    /// <param name="totalBytes">The file's length; it is gone through twice.</param>
    /// <param name="work">The import.</param>
    /// <returns>What the import yields.</returns>
    public static async Task<T> RunAsync<T>(long totalBytes, Func<IProgress<ImportProgress>, Task<T>> work)
    {
        if (Console.IsErrorRedirected) return await work(new PlainLines());

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().StartAsync(context => work(new Bars(context, totalBytes)));
    }

    private sealed class Bars(ProgressContext context, long totalBytes) : IProgress<ImportProgress>
    {
        private const int Stride = 256;
        private readonly ProgressTask _checking = context.AddTask("Checking", maxValue: totalBytes);
        private readonly ProgressTask _writing = context.AddTask("Writing", autoStart: false, maxValue: totalBytes);

        public void Report(ImportProgress value)
        {
            if (value.Clients % Stride != 0 && value.BytesRead < totalBytes) return;

            if (value.Step == ImportStep.Checking)
            {
                _checking.Value = value.BytesRead;
                return;
            }

            _checking.Value = totalBytes;
            if (!_writing.IsStarted) _writing.StartTask();
            _writing.Value = value.BytesRead;
        }
    }

    private sealed class PlainLines : IProgress<ImportProgress>
    {
        private static readonly TimeSpan Gap = TimeSpan.FromSeconds(5);
        private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

        public void Report(ImportProgress value)
        {
            if (_sinceLast.Elapsed < Gap) return;

            _sinceLast.Restart();
            var verb = value.Step == ImportStep.Checking ? "checked" : "written, nothing committed yet";
            Console.Error.WriteLine($"{value.Clients} clients {verb}");
        }
    }
}
