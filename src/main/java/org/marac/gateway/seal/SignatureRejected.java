package org.marac.gateway.seal;

import java.util.Locale;
import org.marac.gateway.model.RefusalCode;

/** Carries why a signature does not count. An answer, not a failure: it has no stack trace. */
public final class SignatureRejected extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    SignatureRejected(Reason reason) {
        super(reason.code(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why does a signature not count? A closed list, in the order in which the checks are made. */
    public enum Reason {
        /** Not one DER ContentInfo of SignedData (RFC 5652) of sane shape. */
        NOT_CMS,
        NO_SIGNER,
        SEVERAL_SIGNERS,
        /** A detached signature must not carry a content of its own beside the one it is said to sign. */
        CONTENT_INSIDE,
        /** An attached signature that carries no content. */
        CONTENT_MISSING,
        /** The digest, signature algorithm or key is not on the allow-list. */
        WEAK_ALGORITHM,
        /** No ESS signing-certificate-v2 attribute (RFC 5035), or one that names another certificate. */
        NO_SIGNING_CERTIFICATE_ATTRIBUTE,
        /** The signer's certificate is missing, or is not one the protocol names for this agency and use. */
        NOT_PINNED,
        WRONG_KEY_USAGE,
        /** Not valid at that moment: expired, or not yet valid. */
        EXPIRED,
        /** No certification path (RFC 5280) to a root of the trust directory. */
        NO_PATH,
        /** Whether it is revoked cannot be known: no revocation list of the issuer that was still current at that moment. */
        CRL_STALE,
        REVOKED,
        /** The content or the signed attributes are not what was signed. */
        BAD_SIGNATURE;

        /** How a sealed message with such a signature is refused; the finer code is for the audit log. */
        RefusalCode refusal() {
            return switch (this) {
                case WEAK_ALGORITHM -> RefusalCode.WEAK_ALGORITHM;
                case NOT_PINNED, WRONG_KEY_USAGE, EXPIRED, NO_PATH, CRL_STALE, REVOKED ->
                    RefusalCode.CERTIFICATE_REJECTED;
                case NOT_CMS,
                        NO_SIGNER,
                        SEVERAL_SIGNERS,
                        CONTENT_INSIDE,
                        CONTENT_MISSING,
                        NO_SIGNING_CERTIFICATE_ATTRIBUTE,
                        BAD_SIGNATURE -> RefusalCode.BAD_SIGNATURE;
            };
        }

        /** The code in audit entries, for example {@code not-pinned}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
