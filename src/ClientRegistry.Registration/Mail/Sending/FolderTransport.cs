using Microsoft.Extensions.Options;
using MimeKit;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>
/// Puts mails into a folder, one <c>.eml</c> file each, named after its Message-ID: sending one again overwrites it. A file
/// is complete from the moment it has its name.
/// </summary>
/// <param name="options">Which folder.</param>
internal sealed class FolderTransport(IOptions<MailOptions> options) : IMailTransport
{
    public int Width => 1;

    public async Task<SendResult> SendAsync(MimeMessage message, LeaseFence fence, CancellationToken ct)
    {
        var folder = options.Value.Folder;
        var name = string.Concat(message.MessageId!.Split(Path.GetInvalidFileNameChars())) + ".eml";
        var unfinished = Path.Combine(folder, $".{name}.{Guid.CreateVersion7():N}");
        try
        {
            Directory.CreateDirectory(folder);
            await using (var file = new FileStream(unfinished, OnlyOurs())) await message.WriteToAsync(file, ct);
            fence.ThrowIfLost();
            File.Move(unfinished, Path.Combine(folder, name), overwrite: true);
            return new SendResult(SendVerdict.Accepted, $"written to {name}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SendResult(SendVerdict.Unreachable, $"Mail:Folder cannot be written: {e.Message}");
        }
        finally
        {
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
    }

    public Task RestAsync() => Task.CompletedTask;

    private static FileStreamOptions OnlyOurs()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
