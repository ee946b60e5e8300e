package org.marac.gateway.mail;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Refused;

/** The cryptography of mail, which another room does. */
public interface Sealing {
    /** What kind of CMS are these bytes? */
    enum Kind {
        SIGNED,
        ENCRYPTED,
        OTHER
    }

    /** What was signed, by which certificate, to whom that was given, and when as the signer says. */
    record Signed(Bytes content, Digest signer, Set<String> addresses, Optional<Instant> claimed) {}

    /** What kind it is, by its content type alone. */
    Kind kind(Bytes cms);

    /** Takes the encryption off. */
    Bytes decrypt(Bytes cms) throws Refused;

    /** Checks a signature, which must be by a certificate the protocol names for mail; over what is beside it, or inside. */
    Signed verify(Bytes cms, Optional<Bytes> detached) throws Refused;

    /** The gateway's signature beside the bytes. */
    Bytes sign(Bytes content);

    /** The name of its digest. */
    String micalg();

    /** Encrypted for an agency; empty when it has no certificate to encrypt to. */
    Optional<Bytes> encrypt(Bytes content, AgencyId recipient);
}
