using ClientRegistry.Web.Hosting;

namespace ClientRegistry.Web.Commands;

/// <summary>The file of an import, which is read twice.</summary>
internal static class ImportFile
{
    /// <summary>Opens it. What comes through a pipe is kept in a file without a name that goes with the process, however it
    /// ends: it holds secrets.</summary>
    /// <param name="path">The file; <c>-</c> for standard input.</param>
    /// <param name="ct">Stops reading the pipe.</param>
    /// <returns>The file at its beginning; can be read again.</returns>
    /// <exception cref="StartRefusedException">It cannot be read.</exception>
    public static async Task<Stream> OpenAsync(string path, CancellationToken ct)
    {
        var input = path == "-" ? Console.OpenStandardInput() : Open(path);
        if (input.CanSeek) return input;

        await using (input) return await KeepAsync(input, ct);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartRefusedException($"\"{path}\" cannot be read: {e.Message}");
        }
    }

    private static async Task<FileStream> KeepAsync(Stream input, CancellationToken ct)
    {
        var kept = CreateNameless();
        try
        {
            await input.CopyToAsync(kept, ct);
            kept.Position = 0;
            return kept;
        }
        catch
        {
            await kept.DisposeAsync();
            throw;
        }
    }

    private static FileStream CreateNameless()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (OperatingSystem.IsWindows())
        {
            // There the system itself deletes it with the last handle, a killed process's too.
            options.Options = FileOptions.DeleteOnClose;
            return new FileStream(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var kept = new FileStream(path, options);
        File.Delete(path);
        return kept;
    }
}
