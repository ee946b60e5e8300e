package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Party;

/** Is this the agency's own signature over exactly these bytes? Answered by the room that knows cryptography. */
@FunctionalInterface
public interface SignatureCheck {
    /**
     * Checks a detached CMS signature: exactly one signer, allow-listed algorithms, signing-certificate attribute, a
     * certificate the party pins for signing, and that certificate's path and revocation at the moment given.
     *
     * <p>Throws an unchecked exception where it cannot know, for example because the revocation list is out of date: then
     * nothing is decided and the message is tried again.
     *
     * @return empty when the signature stands; otherwise why not, a code such as {@code certificate-rejected}
     */
    Optional<String> check(Bytes content, Bytes p7s, Party party, Instant at);
}
