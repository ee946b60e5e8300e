package org.marac.gateway.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A numbered rule of the protocol.
 *
 * @param id its number
 * @param effect permit, hold or forbid; forbid beats hold, hold beats permit
 * @param title a few words
 * @param text the rule in words, as the signatories agreed it
 * @param from senders: agency ids, {@code sector:<name>} or {@code any}
 * @param to recipients, in the same form
 * @param purposes for which purposes; empty means every purpose
 * @param kinds for which kinds of message; empty means every kind
 * @param categories permit: what the recipient may see. Forbid: what it may not see; empty forbids the whole sharing
 * @param about whom the data must be about; empty means anyone, and nobody in particular
 * @param when a condition in CEL over the facts of the question; absent means always
 * @param obligations duties that come with a permit
 * @param basis the lawful bases the signatories agreed for a permit; it stands where the flow bears out one of them
 * @param reason the code a refusal or a hold by this clause gives
 * @param rules which rules of a MARAC protocol (P1 to P25) and which hazards (H1 to H20) it answers
 */
public record Clause(
        ClauseId id,
        Effect effect,
        String title,
        String text,
        Set<String> from,
        Set<String> to,
        Set<Purpose> purposes,
        Set<MessageKind> kinds,
        Set<DataCategory> categories,
        Set<Role> about,
        Optional<String> when,
        List<Obligation> obligations,
        Set<LawfulBasis> basis,
        Optional<String> reason,
        List<String> rules) {

    public Clause {
        from = Set.copyOf(from);
        to = Set.copyOf(to);
        purposes = Set.copyOf(purposes);
        kinds = Set.copyOf(kinds);
        categories = Set.copyOf(categories);
        about = Set.copyOf(about);
        basis = Set.copyOf(basis);
        rules = List.copyOf(rules);
        obligations = List.copyOf(obligations);
    }

    /** What a clause does where it applies. */
    public enum Effect {
        PERMIT,
        /** Nothing goes before a person has looked. */
        HOLD,
        /** What goes goes to the recipient's alternate contact alone; where it names none, a person must look first. */
        REDIRECT,
        FORBID
    }
}
