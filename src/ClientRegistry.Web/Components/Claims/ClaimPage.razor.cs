using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Secrets.Delivery;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Components.Claims;

/// <summary>
/// Shows a secret to the person to whom its link was mailed, in the answer to one POST. Reading the page uses nothing up,
/// and whatever is sent or read after that answer says that the secret was shown.
/// </summary>
public sealed partial class ClaimPage
{
    internal const string PickUpForm = "pick-up";
    internal const string StoredForm = "stored";

    private Actor _actor = null!;
    private ClaimView? _claim;
    private PlainClientSecret? _secret;
    private IReadOnlyList<RegistryError> _errors = [];
    private string? _refusal;
    private bool _answered;

    [Inject]
    private FindSecretClaim FindSecretClaim { get; set; } = null!;

    [Inject]
    private ClaimSecret ClaimSecret { get; set; } = null!;

    [Inject]
    private ConfirmSecretStored ConfirmSecretStored { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IOptions<PortalOptions> Portal { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    private bool PicksUp => _secret is null && _claim is { SecretId: null, Refusal: null };

    private bool AsksWhetherStored =>
        _secret is not null || _claim is { SecretId: not null, IsMember: true, IsStored: false };

    private bool MayBeSentAgain => !_answered && HttpMethods.IsPost(Http.Request.Method);

    protected override async Task OnInitializedAsync()
    {
        _actor = await Current.GetAsync();
        await LookAsync();
    }

    private async Task LookAsync()
    {
        var found = await FindSecretClaim.RunAsync(Token, _actor);
        (_claim, _refusal) = (found.Value, found.Error?.Message);
    }

    private async Task PickUpAsync()
    {
        _answered = true;
        var claimed = await ClaimSecret.RunAsync(Token, _actor);
        _secret = claimed.Value;
        if (_secret is not null) return;

        await LookAsync();
        _errors = claimed.Errors;
    }

    private async Task ConfirmStoredAsync()
    {
        _answered = true;
        var stored = await ConfirmSecretStored.RunAsync(Token, _actor);
        if (stored.Succeeded) Navigation.NavigateTo($"/clients/{Uri.EscapeDataString(stored.Value)}");
        else _errors = stored.Errors;
    }
}
