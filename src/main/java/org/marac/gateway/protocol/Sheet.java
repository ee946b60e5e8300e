package org.marac.gateway.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Protocol;

/**
 * One version's folder as it lies on the shelf.
 *
 * @param name of the folder: {@code v2}, or {@code v2-corrected} where there is more than one candidate
 * @param number what the folder's name says
 * @param bytes the exact bytes of the protocol
 * @param protocol what they say, if they are sound
 * @param findings why they are not, or why something in the folder cannot count
 * @param signatures the signature files by the agency their name says
 * @param statements withdrawals and suspensions
 * @param kept whether the folder no longer holds these bytes: what was signed does not change because a file did
 */
record Sheet(
        String name,
        int number,
        Bytes bytes,
        Optional<Protocol> protocol,
        List<String> findings,
        Map<String, Bytes> signatures,
        List<SignedStatement> statements,
        boolean kept) {
    Sheet {
        findings = List.copyOf(findings);
        signatures = Map.copyOf(signatures);
        statements = List.copyOf(statements);
    }

    Digest digest() {
        return bytes.digest();
    }

    /** Whether the bytes are a protocol and lie where they belong. */
    boolean sound() {
        return protocol.isPresent() && findings.isEmpty();
    }

    /** This version still, although the folder now says something else or nothing: with the signatures it has now. */
    Sheet keptBeside(Optional<Sheet> now) {
        return new Sheet(
                name,
                number,
                bytes,
                protocol,
                findings,
                now.map(Sheet::signatures).orElse(signatures),
                now.map(Sheet::statements).orElse(statements),
                true);
    }

    /** Together with what a kept version has taken its place from: a candidate of its own. */
    static List<Sheet> all(List<Sheet> kept, List<Sheet> read) {
        List<Sheet> all = new ArrayList<>(kept);
        all.addAll(read);
        return all;
    }
}
