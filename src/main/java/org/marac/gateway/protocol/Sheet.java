package org.marac.gateway.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;

/**
 * One version's folder as it lies on the shelf.
 *
 * @param number what the folder's name says
 * @param bytes the exact bytes of the protocol
 * @param protocol what they say, if they are sound
 * @param findings why they are not, or why something in the folder cannot count
 * @param signatures the signature files by the agency their name says
 * @param withdrawals the withdrawals by the agency their name says
 */
record Sheet(
        int number,
        Bytes bytes,
        Optional<Protocol> protocol,
        List<String> findings,
        Map<String, Bytes> signatures,
        Map<String, Withdrawal> withdrawals) {
    Sheet {
        findings = List.copyOf(findings);
        signatures = Map.copyOf(signatures);
        withdrawals = Map.copyOf(withdrawals);
    }
}
