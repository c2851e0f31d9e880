using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Clients;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Clients;

/// <summary>What the staff does with a client in an emergency, and after it.</summary>
public sealed partial class StatusPanel
{
    private IReadOnlyList<RegistryError> _errors = [];
    private ClientStatus? _wanted;
    private string _reason = "";
    private bool _busy;

    /// <summary>The client.</summary>
    [Parameter, EditorRequired]
    public ClientDetail Client { get; set; } = default!;

    /// <summary>Called with what was done, or with null when somebody else was first and the page shall show that.</summary>
    [Parameter]
    public EventCallback<string?> OnDone { get; set; }

    private IReadOnlyList<RegistryError> Unplaced => [.. _errors.Where(e => e.Field is null)];

    private string WhoMay => Client.AccountManager is { } manager
        ? $"{manager.Name} ({manager.Email}), the account manager of {Client.PartnerName}, and administrators may suspend or revoke it."
        : $"Account managers and administrators may suspend or revoke it; {Client.PartnerName} has no account manager of its own.";

    private static string Title(ClientStatus wanted) => $"{Verb(wanted)} this client?";

    private static string Verb(ClientStatus wanted) => wanted switch
    {
        ClientStatus.Active => "Reinstate",
        ClientStatus.Suspended => "Suspend",
        _ => "Revoke for ever",
    };

    private static string WhatItDoes(ClientStatus wanted) => wanted switch
    {
        ClientStatus.Active => "It works again at once, with the same secrets.",
        ClientStatus.Suspended => "Within seconds every authorization and token request of it is refused, until it is reinstated.",
        _ => "Within seconds every authorization and token request of it is refused, and nothing brings it back.",
    };

    private void Want(ClientStatus? status) => (_wanted, _errors, _reason) = (status, [], "");

    /// <summary>A second click finds the first under way.</summary>
    private async Task ChangeAsync()
    {
        if (_busy || _wanted is not { } wanted) return;

        _busy = true;
        try
        {
            var changed = await ChangeClientStatus.RunAsync(new(Client.ClientId, wanted, _reason), await Current.GetAsync());
            if (changed.Succeeded)
            {
                Want(null);
                await OnDone.InvokeAsync("Done. The lookup follows at once, and the partner's members are told.");
                return;
            }

            _errors = changed.Errors;
            if (changed.Error.Code is ErrorCodes.Conflict or ErrorCodes.WrongState)
            {
                _wanted = null;
                await OnDone.InvokeAsync(null);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
