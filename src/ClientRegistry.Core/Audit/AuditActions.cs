namespace ClientRegistry.Core.Audit;

/// <summary>The words of the audit trail.</summary>
public static class AuditActions
{
    public const string RequestDrafted = "request.drafted";
    public const string RequestSubmitted = "request.submitted";
    public const string RequestClaimed = "request.claimed";
    public const string RequestChangesAsked = "request.changes_requested";
    public const string RequestFirstApproved = "request.first_approved";
    public const string RequestApproved = "request.approved";
    public const string RequestRejected = "request.rejected";
    public const string RequestWithdrawn = "request.withdrawn";
    public const string RequestCommented = "request.commented";

    public const string ClientIssued = "client.issued";
    public const string ClientRevised = "client.revised";
    public const string ClientSuspended = "client.suspended";
    public const string ClientReinstated = "client.reinstated";
    public const string ClientRevoked = "client.revoked";
    public const string ClientImported = "client.imported";
    public const string SecretAdded = "secret.added";
    public const string SecretRetired = "secret.retired";
    public const string SecretRetirementUndone = "secret.retirement_undone";
    public const string SecretRelabelled = "secret.relabelled";
    public const string SecretEndNear = "secret.end_near";
    public const string SecretEnded = "secret.ended";

    public const string ClaimSent = "claim.sent";
    public const string ClaimOpened = "claim.opened";
    public const string ClaimRefused = "claim.refused";
    public const string ClaimReminded = "claim.reminded";
    public const string ClaimLapsed = "claim.lapsed";
    public const string ClaimReplaced = "claim.replaced";
    public const string ClaimCancelled = "claim.cancelled";
    public const string SecretClaimed = "secret.claimed";
    public const string SecretStored = "secret.stored";

    public const string PartnerAdded = "partner.added";
    public const string PartnerChanged = "partner.changed";
    public const string PartnerApplied = "partner.applied";
    public const string PartnerApplicationAccepted = "partner_application.accepted";
    public const string PartnerApplicationDeclined = "partner_application.declined";
    public const string MemberInvited = "member.invited";
    public const string MemberAdded = "member.added";
    public const string MemberRoleChanged = "member.role_changed";
    public const string MemberRemoved = "member.removed";
    public const string InvitationWithdrawn = "invitation.withdrawn";

    public const string StaffInvited = "staff.invited";
    public const string StaffAdded = "staff.added";
    public const string StaffChanged = "staff.changed";
    public const string UserDisabled = "user.disabled";
    public const string UserEnabled = "user.enabled";
    public const string SignedIn = "user.signed_in";
    public const string SignInFailed = "user.sign_in_failed";
    public const string LockedOut = "user.locked_out";
    public const string SignedOutEverywhere = "user.signed_out_everywhere";
    public const string PasswordChanged = "user.password_changed";
    public const string UserRenamed = "user.renamed";
    public const string SignedOut = "user.signed_out";
    public const string EncryptionKeyPut = "user.encryption_key_put";
    public const string EncryptionKeyRemoved = "user.encryption_key_removed";
    public const string EncryptionKeyUnusable = "user.encryption_key_unusable";
    public const string PasswordResetAsked = "user.password_reset_asked";

    public const string ScopeAdded = "scope.added";
    public const string ScopeChanged = "scope.changed";
    public const string ScopeRetired = "scope.retired";
    public const string ScopeRestored = "scope.restored";
    public const string LookupKeyIssued = "lookup_key.issued";
    public const string LookupKeyRevoked = "lookup_key.revoked";
    public const string MailResent = "mail.resent";
    public const string MailCancelled = "mail.cancelled";
}
