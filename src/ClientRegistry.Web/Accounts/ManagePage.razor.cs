using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Accounts;

/// <summary>One's own account: name, password, sessions.</summary>
public sealed partial class ManagePage
{
    private IReadOnlyList<RegistryError> _nameErrors = [];
    private IReadOnlyList<RegistryError> _passwordErrors = [];
    private IReadOnlyList<RegistryError> _everywhereErrors = [];
    private Actor _actor = null!;
    private AccountView? _account;
    private string? _notice;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private Sessions Sessions { get; set; } = null!;

    [Inject]
    private FindAccount FindAccount { get; set; } = null!;

    [Inject]
    private ChangeOwnName ChangeOwnName { get; set; } = null!;

    [Inject]
    private ChangePassword ChangePassword { get; set; } = null!;

    [Inject]
    private SignOutEverywhere SignOutEverywhere { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IOptions<PortalOptions> Portal { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "name", Name = "Input")]
    private NameForm? Name { get; set; }

    [SupplyParameterFromForm(FormName = "password", Name = "Input")]
    private PasswordForm? Password { get; set; }

    [SupplyParameterFromQuery(Name = "done")]
    private string? Done { get; set; }

    private string Role => _account switch
    {
        { StaffRole: { } role } => $"{role.InWords()}, on the registry's staff",
        { PartnerRole: { } role } => $"{role.InWords()} at {_account.PartnerName}",
        _ => "none: you belong to no partner at present",
    };

    private sealed class NameForm
    {
        public string? Name { get; set; }
    }

    private sealed class PasswordForm
    {
        public string? CurrentPassword { get; set; }

        public string? NewPassword { get; set; }
    }

    protected override async Task OnInitializedAsync()
    {
        _actor = await Current.GetAsync();
        _account = await FindAccount.RunAsync(_actor);
        if (_account is null) Navigation.NavigateTo(AccountPaths.SignInThen(AccountPaths.Account));
        _notice = Done switch
        {
            "name" => "Your name is saved.",
            "password" => "Your password is changed. A mail to you confirms it.",
            _ => null,
        };
    }

    private async Task RenameAsync()
    {
        var outcome = await ChangeOwnName.RunAsync(new(Name?.Name ?? ""), _actor);
        _nameErrors = outcome.Errors;
        if (outcome.Succeeded) await GoOnAsync(outcome.Value, "name");
    }

    private async Task ChangePasswordAsync()
    {
        var outcome = await ChangePassword.RunAsync(
            new(Password?.CurrentPassword ?? "", Password?.NewPassword ?? ""), _actor);
        _passwordErrors = outcome.Errors;
        if (outcome.Succeeded) await GoOnAsync(outcome.Value, "password");
    }

    private async Task SignOutEverywhereAsync()
    {
        var outcome = await SignOutEverywhere.RunAsync(_actor);
        _everywhereErrors = outcome.Errors;
        if (!outcome.Succeeded) return;

        await Sessions.EndAsync(CancellationToken.None);
        Navigation.NavigateTo($"{AccountPaths.SignIn}?after=everywhere");
    }

    private async Task GoOnAsync(User user, string done)
    {
        await Sessions.BeginAsync(user);
        Navigation.NavigateTo($"{AccountPaths.Account}?done={done}");
    }
}
