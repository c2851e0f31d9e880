using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ClientRegistry.Testing.Encryption;

/// <summary>What a program that is not ours answered.</summary>
/// <param name="ExitCode">0 when it is content.</param>
/// <param name="Output">Its standard output, to the byte.</param>
/// <param name="Error">Its standard error.</param>
public sealed record ForeignAnswer(int ExitCode, byte[] Output, string Error)
{
    /// <summary>Its standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);
}

/// <summary>Runs a program of the system, to prove that others understand what we make.</summary>
internal static class ForeignProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs it.</summary>
    /// <param name="name">The program.</param>
    /// <param name="directory">Where it works.</param>
    /// <param name="input">What it reads from standard input; null for nothing.</param>
    /// <param name="environment">What its environment has beside ours.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static async Task<ForeignAnswer> AskAsync(
        string name,
        string directory,
        byte[]? input,
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(name)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        using var process = Start(start);
        using var patience = new CancellationTokenSource(Patience);
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, patience.Token);
        var complaints = process.StandardError.ReadToEndAsync(patience.Token);
        if (input is not null) await process.StandardInput.BaseStream.WriteAsync(input, patience.Token);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(patience.Token);
        return new ForeignAnswer(process.ExitCode, output.ToArray(), await complaints);
    }

    /// <summary>Runs it and insists on success.</summary>
    public static async Task<ForeignAnswer> RunAsync(
        string name,
        string directory,
        byte[]? input,
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<string> arguments)
    {
        var answer = await AskAsync(name, directory, input, environment, arguments);
        return answer.ExitCode == 0
            ? answer
            : throw new InvalidOperationException($"{name} failed with {answer.ExitCode}: {answer.Error}");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                $"The program {start.FileName} is not installed, and this test is nothing without it. Run "
                + "tests/install-programs.sh, or on Debian: apt-get install gnupg openssl",
                e);
        }
    }
}
