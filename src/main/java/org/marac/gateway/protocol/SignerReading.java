package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** What does a signature say of itself? For people to read; whether it stands is asked of {@link SignatureCheck}. */
@FunctionalInterface
public interface SignerReading {
    /** Empty when there is not exactly one signer whose certificate is in it. */
    Optional<Signer> read(Bytes p7s);

    /**
     * What a signature says.
     *
     * @param name the subject of the signing certificate
     * @param certificate SHA-256 of that certificate
     * @param from since when the certificate is valid
     * @param until until when
     * @param claimed when it was signed, as the signer says; nobody vouches for it
     */
    record Signer(String name, Digest certificate, Instant from, Instant until, Optional<Instant> claimed) {}
}
