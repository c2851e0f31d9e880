namespace ClientRegistry.Core.Clients;

/// <summary>The stable words of <see cref="RedirectUriFinding.Code"/>. They never change meaning; new ones may be added.</summary>
public static class RedirectUriCodes
{
    /// <summary>Refused: the list has no entry (RFC 7591 section 2).</summary>
    public const string ListEmpty = "list_empty";

    /// <summary>Refused: the list has more than <see cref="RedirectUriPolicy.MaximumCount"/> entries.</summary>
    public const string TooMany = "too_many";

    /// <summary>Refused: an earlier entry is the same, to the character.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Refused: an entry of no characters.</summary>
    public const string Empty = "empty";

    /// <summary>Refused: over <see cref="RedirectUriPolicy.MaximumLength"/> characters.</summary>
    public const string TooLong = "too_long";

    /// <summary>Refused: no scheme (RFC 3986 section 4.3, RFC 6749 section 3.1.2).</summary>
    public const string NotAbsolute = "not_absolute";

    /// <summary>Refused: white space, a control or an invisible character.</summary>
    public const string WhiteSpaceOrControl = "white_space_or_control";

    /// <summary>Refused: a percent-escape of a control character.</summary>
    public const string EscapedControl = "escaped_control";

    /// <summary>Refused: a backslash.</summary>
    public const string Backslash = "backslash";

    /// <summary>Refused: an asterisk (RFC 9700 section 2.1).</summary>
    public const string Wildcard = "wildcard";

    /// <summary>Refused: a character that may not stand there (RFC 3986 section 2).</summary>
    public const string CharacterNotAllowed = "character_not_allowed";

    /// <summary>Refused: a percent sign without two hexadecimal digits (RFC 3986 section 2.1).</summary>
    public const string EscapeBroken = "escape_broken";

    /// <summary>Refused: a fragment, an empty one too (RFC 6749 section 3.1.2).</summary>
    public const string Fragment = "fragment";

    /// <summary>Refused: user-info before the host (RFC 3986 section 3.2.1).</summary>
    public const string UserInfo = "user_info";

    /// <summary>Refused: a dot segment in any spelling (RFC 3986 section 5.2.4).</summary>
    public const string DotSegment = "dot_segment";

    /// <summary>Refused: an OAuth response parameter in the query (RFC 6749 section 4.1.2).</summary>
    public const string ResponseParameter = "response_parameter";

    /// <summary>Refused: a script-like or local scheme.</summary>
    public const string SchemeForbidden = "scheme_forbidden";

    /// <summary>Refused: a web application without <c>https</c>.</summary>
    public const string SchemeNotHttps = "scheme_not_https";

    /// <summary>Refused: a native application's own scheme that is not a reversed domain name (RFC 8252 section 7.1).</summary>
    public const string SchemeNotReversedDomain = "scheme_not_reversed_domain";

    /// <summary>Refused: a native application's own scheme without a slash after it (RFC 8252 section 7.1).</summary>
    public const string PrivateUsePath = "private_use_path";

    /// <summary>Refused: a native application's <c>http</c> beyond loopback (RFC 8252 section 7.3).</summary>
    public const string HttpNotLoopback = "http_not_loopback";

    /// <summary>Refused: no host where one is needed (RFC 3986 section 3.2.2).</summary>
    public const string HostEmpty = "host_empty";

    /// <summary>Refused: a percent-escape in the host.</summary>
    public const string HostEscaped = "host_escaped";

    /// <summary>Refused: a host outside ASCII.</summary>
    public const string HostNotAscii = "host_not_ascii";

    /// <summary>Refused: a character that is no letter, digit, hyphen or dot in the host (RFC 1123 section 2.1).</summary>
    public const string HostCharacter = "host_character";

    /// <summary>Refused: two dots in a row, a leading or a trailing dot in the host.</summary>
    public const string HostEmptyLabel = "host_empty_label";

    /// <summary>Refused: a label of the host begins or ends with a hyphen (RFC 1123 section 2.1).</summary>
    public const string HostHyphen = "host_hyphen";

    /// <summary>Refused: a label over 63 or a name over 253 characters (RFC 1035 section 2.3.4).</summary>
    public const string HostTooLong = "host_too_long";

    /// <summary>Refused: an IP address in any other than its one canonical spelling.</summary>
    public const string HostAddressSpelling = "host_address_spelling";

    /// <summary>Refused: an IP address where only a name may stand.</summary>
    public const string HostIsAddress = "host_is_address";

    /// <summary>Refused: <c>localhost</c> where it may not stand (RFC 8252 section 8.3).</summary>
    public const string HostLocalhost = "host_localhost";

    /// <summary>Refused: a colon after the host and no port.</summary>
    public const string PortEmpty = "port_empty";

    /// <summary>Refused: a port that is not a number from 1 to 65535 without leading zeros.</summary>
    public const string PortInvalid = "port_invalid";

    /// <summary>Warning: two entries differ only by trailing slash, case or port.</summary>
    public const string NearDuplicate = "near_duplicate";

    /// <summary>Warning: a punycode host (RFC 5890 section 2.3.2.1).</summary>
    public const string PunycodeHost = "punycode_host";

    /// <summary>Warning: none of the partner's clients uses this host.</summary>
    public const string HostNotSeen = "host_not_seen";

    /// <summary>Warning: the host is itself a public suffix.</summary>
    public const string PublicSuffix = "public_suffix";

    /// <summary>Warning: anybody can get a name beside this one at the same hosting provider.</summary>
    public const string SharedHost = "shared_host";

    /// <summary>Warning: <c>client_uri</c>, <c>logo_uri</c>, <c>policy_uri</c> or <c>tos_uri</c> is elsewhere (RFC 7591 section 5).</summary>
    public const string HostDiffersFromMetadata = "host_differs_from_metadata";

    /// <summary>Warning: <c>com.example.app://cb</c> instead of <c>com.example.app:/cb</c> (RFC 8252 section 7.1).</summary>
    public const string PrivateUseTwoSlashes = "private_use_two_slashes";
}
