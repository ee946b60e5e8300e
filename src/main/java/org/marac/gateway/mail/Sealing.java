package org.marac.gateway.mail;

import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MailLayer;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.SignedMail;

/**
 * The cryptography of mail, which another room does. Whose keys, whose certificates and which clock is settled where it is put together: for the
 * gateway, or for an agency that tries its connection.
 *
 * @param recognise what is around it
 * @param decrypt takes encryption off
 * @param verify checks a signature
 * @param sign signs in our name
 * @param micalg the name of the digest we sign with
 * @param encrypt encrypts for an agency
 */
public record Sealing(Recognise recognise, Decrypt decrypt, Verify verify, Sign sign, String micalg, Encrypt encrypt) {

    /** What is around it? */
    @FunctionalInterface
    public interface Recognise {
        /** By its content type alone. */
        MailLayer layer(Bytes cms);
    }

    /** Takes encryption off. */
    @FunctionalInterface
    public interface Decrypt {
        /** What was encrypted for us. */
        Bytes decrypt(Bytes cms) throws Refused;
    }

    /** Checks a signature. */
    @FunctionalInterface
    public interface Verify {
        /** What it is over, beside it or inside, and by which certificate: one that may sign mail to us. */
        SignedMail verify(Bytes cms, Optional<Bytes> detached) throws Refused;
    }

    /** Signs in our name. */
    @FunctionalInterface
    public interface Sign {
        /** The signature beside the bytes. */
        Bytes sign(Bytes content);
    }

    /** Encrypts for an agency. */
    @FunctionalInterface
    public interface Encrypt {
        /** Empty when it has no certificate to encrypt to. */
        Optional<Bytes> encrypt(Bytes content, AgencyId recipient);
    }
}
