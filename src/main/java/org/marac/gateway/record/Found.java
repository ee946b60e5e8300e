package org.marac.gateway.record;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Role;

/**
 * What marks lead to.
 *
 * @param leads each mark with a case; the same mark of a person, or of a bond, may lead to several
 */
record Found(List<Lead> leads) {

    /**
     * One mark that leads somewhere.
     *
     * @param mark the mark
     * @param caseRef where it leads
     * @param wrappedKey the case's key; none where the case was disposed of
     * @param version how far the case had come
     * @param role the part that person has there, where the mark is a person's
     */
    record Lead(
            UUID mark,
            UUID caseRef,
            byte @Nullable [] wrappedKey,
            long version,
            @Nullable Role role) {}

    /** A case that stands. */
    record Case(UUID caseRef, byte[] wrappedKey, long version) {}

    boolean has(UUID mark) {
        return leads.stream().anyMatch(lead -> lead.mark().equals(mark));
    }

    /** The cases that these lead to, each once. */
    List<Case> all(List<UUID> marks) {
        Map<UUID, Case> all = new LinkedHashMap<>();
        marks.stream().flatMap(this::standing).forEach(one -> all.putIfAbsent(one.caseRef(), one));
        return List.copyOf(all.values());
    }

    Optional<Case> first(List<UUID> marks) {
        return marks.stream().flatMap(this::standing).findFirst();
    }

    /**
     * The other cases of the same two people, the other way round.
     *
     * @param pairs the marks of the pairs this way round
     */
    List<UUID> bound(List<UUID> bonds, List<UUID> pairs, UUID own) {
        List<UUID> thisWay = all(pairs).stream().map(Case::caseRef).toList();
        return bonds.stream()
                .flatMap(this::standing)
                .map(Case::caseRef)
                .filter(caseRef -> !caseRef.equals(own) && !thisWay.contains(caseRef))
                .distinct()
                .toList();
    }

    /** The cases in which one of these people has this part. */
    List<UUID> inPart(Collection<UUID> people, Role role) {
        return leads.stream()
                .filter(lead -> lead.role() == role && people.contains(lead.mark()))
                .map(Lead::caseRef)
                .toList();
    }

    /** The cases that these people, or the bond of two of them, lead to; each once. */
    Map<UUID, Case> cases(Collection<UUID> marks) {
        Map<UUID, Case> cases = new LinkedHashMap<>();
        marks.stream().flatMap(this::standing).forEach(one -> cases.put(one.caseRef(), one));
        return cases;
    }

    /** Every case that what is known of the message's people comes from, but for those a person said are the same. */
    Map<UUID, Case> used(Marked marked, Optional<Case> chosen) {
        Map<UUID, Case> used = cases(
                Stream.concat(marked.exact().stream(), marked.bonds().stream()).toList());
        chosen.ifPresent(own -> used.put(own.caseRef(), own));
        return used;
    }

    private Stream<Case> standing(UUID mark) {
        return leads.stream()
                .filter(lead -> lead.mark().equals(mark) && lead.wrappedKey() != null)
                .map(lead -> new Case(lead.caseRef(), Objects.requireNonNull(lead.wrappedKey()), lead.version()));
    }
}
