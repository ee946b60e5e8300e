package org.marac.gateway.wiring;

import org.marac.gateway.account.Accounts;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Accounts with their passwords hashed by Argon2id (RFC 9106) and their secrets covered by the key-encryption key. */
public final class LocalAccounts {
    /** OWASP's first choice: 19 MiB, two passes, one lane. */
    private static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private LocalAccounts() {}

    /** The accounts of a gateway. */
    public static Accounts over(Pseudonyms pseudonyms, KeyCustody custody) {
        return new Accounts(new Argon2id(), pseudonyms::mark, new Covered(custody));
    }

    private static final class Argon2id implements Accounts.Passwords {
        private final Argon2PasswordEncoder encoder =
                new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);

        @Override
        public String hash(String password) {
            return encoder.encode(password);
        }

        @Override
        public boolean matches(String password, String hash) {
            return encoder.matches(password, hash);
        }
    }

    private record Covered(KeyCustody custody) implements Accounts.Cover {
        @Override
        public Bytes cover(byte[] plain, String context) {
            return custody.wrap(plain, context);
        }

        @Override
        public byte[] uncover(Bytes covered, String context) {
            return custody.unwrap(covered, context);
        }
    }
}
