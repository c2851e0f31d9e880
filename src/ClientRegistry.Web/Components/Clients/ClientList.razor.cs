using ClientRegistry.Core.Clients;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Clients;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Clients;

/// <summary>The clients that somebody may see. Search and filters live in the address.</summary>
public sealed partial class ClientList
{
    private Paged<ListedClient>? _page;
    private string? _search;
    private bool _refused, _isStaff, _isMember;

    /// <summary>Part of a name or identifier.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>A <see cref="ClientEnvironment"/>; empty or anything else for both.</summary>
    [SupplyParameterFromQuery]
    public string? Environment { get; set; }

    /// <summary>A <see cref="ClientStatus"/>; empty or anything else for all.</summary>
    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    /// <summary>A partner's id; empty or anything else for all.</summary>
    [SupplyParameterFromQuery]
    public string? Partner { get; set; }

    /// <summary>Which page; the first is 1.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        _search = Search;
        var actor = await Current.GetAsync();
        (_isStaff, _isMember) = (actor.IsStaff, actor.PartnerId is not null);
        var listed = await ListClients.RunAsync(
            new()
            {
                Search = Search,
                Environment = Enum.TryParse<ClientEnvironment>(Environment, true, out var environment) ? environment : null,
                Status = Enum.TryParse<ClientStatus>(Status, true, out var status) ? status : null,
                PartnerId = Guid.TryParse(Partner, out var partner) ? partner : null,
                Page = Page ?? 1,
            },
            actor);
        (_page, _refused) = (listed.Value, !listed.Succeeded);
    }

    private bool HasFilters => !(string.IsNullOrEmpty(Search) && string.IsNullOrEmpty(Environment)
        && string.IsNullOrEmpty(Status) && string.IsNullOrEmpty(Partner));

    private void Find() => Filter("q", _search);

    private void Filter(string name, object? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            [name] = value is string { Length: > 0 } text ? text : null,
            ["page"] = null,
        }));
}
