package org.marac.gateway.protocol;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.ProtocolRef;

/**
 * What was known before the folder was read: it outlives restarts, and folders and databases put back to an older state.
 *
 * @param activated versions that have been in force
 * @param agreed versions that chair and quorum were seen to have signed, in force or not yet
 * @param declared withdrawals and suspensions that were proved
 */
public record Remembered(Set<ProtocolRef> activated, Set<ProtocolRef> agreed, Set<Declared> declared) {
    /** Nothing is known: a gateway that starts for the first time, or a question about a folder alone. */
    public static final Remembered NOTHING = new Remembered(Set.of(), Set.of(), Set.of());

    public Remembered {
        activated = Set.copyOf(activated);
        agreed = Set.copyOf(agreed);
        declared = Set.copyOf(declared);
    }

    /** This and what another source knows. */
    public Remembered and(Remembered other) {
        return new Remembered(
                union(activated, other.activated), union(agreed, other.agreed), union(declared, other.declared));
    }

    /** The highest version that has been in force. */
    public Optional<ProtocolRef> highest() {
        return activated.stream().reduce((a, b) -> b.version() > a.version() ? b : a);
    }

    /** The digest of the version with this number that has been in force. */
    Optional<Digest> activated(int version) {
        return activated.stream()
                .filter(ref -> ref.version() == version)
                .map(ProtocolRef::digest)
                .min(Comparator.comparing(Digest::hex));
    }

    /** Every digest that was seen agreed under this number. */
    Set<Digest> agreed(int version) {
        return agreed.stream()
                .filter(ref -> ref.version() == version)
                .map(ProtocolRef::digest)
                .collect(Collectors.toSet());
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
