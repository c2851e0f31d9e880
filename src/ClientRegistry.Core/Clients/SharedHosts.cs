using System.Collections.Frozen;

namespace ClientRegistry.Core.Clients;

/// <summary>
/// Names under which strangers have hosts beside each other. A short list of the common ones, made by hand: it is not the
/// Public Suffix List, knows a fraction of it, and does not follow it. That is enough for a warning, which is all it feeds;
/// no refusal may ever rest on it. A host it does not know is not thereby anybody's own.
/// </summary>
internal static class SharedHosts
{
    private static readonly FrozenSet<string> Hosting = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,

        // Static sites and applications
        "github.io", "gitlab.io", "codeberg.page", "bitbucket.io", "pages.dev", "workers.dev", "vercel.app", "now.sh",
        "netlify.app", "surge.sh", "onrender.com", "fly.dev", "up.railway.app",
        "herokuapp.com", "glitch.me", "repl.co", "replit.app", "replit.dev", "deno.dev", "koyeb.app", "cyclic.app", "stormkit.dev",
        "lovable.app", "bolt.host", "streamlit.app", "hf.space", "gradio.live", "kinsta.app", "platformsh.site", "pantheonsite.io",

        // Clouds
        "azurewebsites.net", "azurestaticapps.net", "azurecontainerapps.io", "azurefd.net", "azureedge.net", "cloudapp.net",
        "cloudapp.azure.com", "azure-api.net", "web.core.windows.net", "blob.core.windows.net", "trafficmanager.net",
        "amazonaws.com", "cloudfront.net", "elasticbeanstalk.com", "amplifyapp.com", "awsapprunner.com", "on.aws",
        "web.app", "firebaseapp.com", "appspot.com", "run.app", "cloudfunctions.net", "googleapis.com",
        "ondigitalocean.app", "digitaloceanspaces.com", "oraclecloudapps.com", "mybluemix.net", "appdomain.cloud",
        "scw.cloud", "clever-cloud.com", "cleverapps.io", "jelastic.com", "r2.dev", "b-cdn.net", "fastly.net", "edgekey.net",

        // Tunnels to a developer's machine
        "ngrok.io", "ngrok.app", "ngrok.dev", "ngrok-free.app", "ngrok-free.dev", "trycloudflare.com", "loca.lt", "localtunnel.me",
        "serveo.net", "devtunnels.ms", "tunnelmole.net", "localhost.run", "lhr.life", "pinggy.link", "ts.net", "githubpreview.dev",
        "app.github.dev", "gitpod.io", "csb.app", "codesandbox.io", "stackblitz.io", "webcontainer.io", "bore.pub",

        // Sites, shops and dynamic DNS
        "blogspot.com", "wordpress.com", "wixsite.com", "weebly.com", "squarespace.com", "myshopify.com", "webflow.io", "carrd.co",
        "bubbleapps.io", "framer.app", "framer.website", "notion.site", "tumblr.com", "000webhostapp.com", "neocities.org",
        "force.com", "my.site.com", "sharepoint.com", "duckdns.org", "no-ip.org", "ddns.net", "dyndns.org", "nip.io", "sslip.io",
        "xip.io", "traefik.me", "lvh.me");

    // Second-level names that are suffixes of their country. One-label names are suffixes without being listed.
    private static readonly FrozenSet<string> Registries = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "co.uk", "org.uk", "ac.uk", "gov.uk", "ltd.uk", "plc.uk", "me.uk", "net.uk", "nhs.uk", "com.au", "net.au", "org.au",
        "edu.au", "gov.au", "co.nz", "org.nz", "net.nz", "govt.nz", "co.jp", "ne.jp", "or.jp", "ac.jp", "go.jp", "co.kr", "or.kr",
        "com.cn", "net.cn", "org.cn", "com.tw", "com.hk", "com.sg", "com.my", "co.id", "co.th", "com.vn", "com.ph", "co.in",
        "net.in", "org.in", "gov.in", "com.pk", "com.bd", "com.tr", "com.sa", "com.eg", "co.il", "org.il", "co.ke", "co.za",
        "org.za", "com.ng", "com.gh", "com.br", "net.br", "org.br", "gov.br", "com.ar", "com.mx", "com.co", "com.pe", "com.ve",
        "com.uy", "com.ua", "com.pl", "com.ru", "co.at", "or.at", "com.es", "com.pt", "com.gr", "com.cy", "com.mt", "eu.com",
        "uk.com", "us.com", "de.com", "gb.net");

    /// <summary>Whether the host is itself such a name: one label, a country's registry, or a hosting suffix with nothing before it.</summary>
    /// <param name="host">A DNS name, in any case.</param>
    public static bool IsPublicSuffix(string host) =>
        !host.Contains('.', StringComparison.Ordinal) || Registries.Contains(host) || Hosting.Contains(host);

    /// <summary>The shared-hosting suffix that the host lies under, in the host's own case; null when none is known.</summary>
    /// <param name="host">A DNS name, in any case.</param>
    public static string? SuffixOf(string host)
    {
        for (int dot = host.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = host.IndexOf('.', dot + 1))
            if (Hosting.Contains(host[(dot + 1)..])) return host[(dot + 1)..];
        return null;
    }
}
