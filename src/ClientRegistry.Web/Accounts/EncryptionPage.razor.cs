using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Accounts;

/// <summary>The key to which one's mails with credentials are encrypted.</summary>
public sealed partial class EncryptionPage
{
    /// <summary>Room for a key that is too long to be told so, and for the form around it.</summary>
    internal const int LongestBody = 4 * EncryptionKey.DataLength;

    private IReadOnlyList<RegistryError> _putErrors = [];
    private IReadOnlyList<RegistryError> _removeErrors = [];
    private Actor _actor = null!;
    private AccountView? _account;
    private EncryptionKeyView? _key;
    private bool _asksAboutAddress;
    private string? _pasted;
    private string? _notice;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private FindAccount FindAccount { get; set; } = null!;

    [Inject]
    private FindEncryptionKey FindEncryptionKey { get; set; } = null!;

    [Inject]
    private PutEncryptionKey PutEncryptionKey { get; set; } = null!;

    [Inject]
    private RemoveEncryptionKey RemoveEncryptionKey { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "put", Name = "Input")]
    private PutForm? Put { get; set; }

    [SupplyParameterFromForm(FormName = "remove", Name = "Input")]
    private RemoveForm? Remove { get; set; }

    [SupplyParameterFromQuery(Name = "done")]
    private string? Done { get; set; }

    private sealed class PutForm
    {
        public string? Key { get; set; }

        public IFormFile? File { get; set; }

        public bool OtherAddress { get; set; }

        public string? CurrentPassword { get; set; }
    }

    private sealed class RemoveForm
    {
        public string? CurrentPassword { get; set; }
    }

    protected override async Task OnInitializedAsync()
    {
        _actor = await Current.GetAsync();
        _account = await FindAccount.RunAsync(_actor);
        if (_account is null) Navigation.NavigateTo(AccountPaths.SignInThen(AccountPaths.Encryption));
        _key = await FindEncryptionKey.RunAsync(_actor);
        _notice = Done switch
        {
            "put" => "Your key is on file. A mail to you confirms it, not encrypted.",
            "removed" => "Your key is removed. A mail to you confirms it.",
            _ => null,
        };
    }

    private async Task PutAsync()
    {
        var outcome = await PutEncryptionKey.RunAsync(
            new(Put?.Key, await ReadAsync(Put?.File), Put?.CurrentPassword ?? "", Put?.OtherAddress ?? false), _actor);
        if (outcome.Succeeded)
        {
            Navigation.NavigateTo($"{AccountPaths.Encryption}?done=put");
            return;
        }

        _putErrors = outcome.Errors;
        _asksAboutAddress = outcome.Error.Field == nameof(PutForm.OtherAddress) || Put is { OtherAddress: true };
        // What was refused itself is not written back: it may be what nobody should ever see.
        _pasted = outcome.Error.Field is nameof(PutForm.Key) or nameof(PutForm.File) ? null : Put?.Key;
    }

    private async Task RemoveAsync()
    {
        var outcome = await RemoveEncryptionKey.RunAsync(new(Remove?.CurrentPassword ?? ""), _actor);
        _removeErrors = outcome.Errors;
        if (outcome.Succeeded) Navigation.NavigateTo($"{AccountPaths.Encryption}?done=removed");
    }

    /// <summary>No more of it than shows that it is too long.</summary>
    private static async Task<byte[]?> ReadAsync(IFormFile? file)
    {
        if (file is not { Length: > 0 }) return null;

        var content = new byte[Math.Min(file.Length, EncryptionKey.DataLength + 1)];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content);
        return content;
    }
}
