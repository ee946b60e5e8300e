package org.marac.gateway.audit;

import java.util.List;
import java.util.Optional;

/**
 * One entry with all that the log says about it.
 *
 * @param entry the entry
 * @param decision the decision it belongs to, where the entry itself is not one
 * @param after what came of it later: disclosures of a decision, deliveries of a disclosure, in order
 * @param proof that the entry is in the log; empty until a checkpoint covers it
 */
public record Shown(Listed entry, Optional<Listed> decision, List<Listed> after, Optional<ProofFile> proof) {
    public Shown {
        after = List.copyOf(after);
    }
}
