package org.marac.gateway.account;

import java.util.Locale;
import java.util.Optional;

/**
 * How an attempt to sign in ended.
 *
 * @param reference pseudonym of the account that was tried, whether there is one or not
 * @param account whose it is; empty unless it succeeded
 * @param result why, for the log alone: who tries is never told
 */
public record SignIn(String reference, Optional<Account> account, Result result) {

    /** How it ended. */
    public enum Result {
        SIGNED_IN,
        WRONG_PASSWORD,
        WRONG_CODE,
        REPEATED_CODE,
        DISABLED,
        UNKNOWN;

        /** The code in the audit log. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
