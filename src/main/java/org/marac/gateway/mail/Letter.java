package org.marac.gateway.mail;

import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;

/**
 * A mail that is known to be an agency's.
 *
 * @param from which
 * @param signer by which certificate
 * @param content what it signed
 * @param files what it carries to be read
 * @param left what it carries that is not
 * @param complaint why nothing of it is taken, although it is theirs
 * @param id its own id, where it has a sane one
 * @param answerable whether an answer could come back to a machine that answers
 */
record Letter(
        Correspondents.Correspondent from,
        Digest signer,
        Bytes content,
        List<Attachments.File> files,
        List<Attachments.Left> left,
        Optional<Refusal> complaint,
        Optional<String> id,
        boolean answerable) {

    Peer peer() {
        return new Peer.Correspondent(signer, from.address());
    }
}
