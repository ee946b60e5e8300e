package org.marac.gateway.policy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;

/** Makes small protocols of a few agencies, out of clauses. */
final class Protocols {
    static final Instant EFFECTIVE = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant EXPIRES = Instant.parse("2027-01-01T00:00:00Z");
    static final List<Party> PARTIES = List.of(
            party("coordinator", "coordination", true),
            party("police", "police", true),
            party("haven", "idva", false),
            withAlternate(party("homes", "housing", false)));

    private Protocols() {}

    static Protocol of(Clause... clauses) {
        return of(Arrays.asList(clauses));
    }

    static Protocol of(List<Clause> clauses) {
        return new Protocol(
                "test",
                1,
                Digest.of(clauses.toString().getBytes(StandardCharsets.UTF_8)),
                "Test",
                Optional.empty(),
                EFFECTIVE,
                LocalDate.parse("2026-12-01"),
                EXPIRES,
                new AgencyId("coordinator"),
                new Protocol.Governance(new AgencyId("police"), 1),
                new Protocol.EnvelopeRule(Duration.ofDays(1), Duration.ofMinutes(1)),
                PARTIES,
                clauses,
                Map.of("SAFELIVES-DASH", 14),
                new Protocol.Repeat(12, Protocol.Repeat.From.REFERRAL),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Protocol.Waits.UNSAID,
                Protocol.Delivery.UNSAID);
    }

    static Clause permit(String id, String to, DataCategory... categories) {
        return permit(id, to, Optional.empty(), List.of(Obligation.NOREUSE), categories);
    }

    /** A permit that names these bases alone. */
    static Clause permitOn(String id, String to, Set<LawfulBasis> basis, DataCategory... categories) {
        return clause(
                id, Clause.Effect.PERMIT, to, Optional.empty(), List.of(Obligation.NOREUSE), basis, "", categories);
    }

    static Clause permit(
            String id, String to, Optional<String> when, List<Obligation> obligations, DataCategory... categories) {
        return clause(
                id,
                Clause.Effect.PERMIT,
                to,
                when,
                obligations,
                Set.of(LawfulBasis.PUBLIC_TASK, LawfulBasis.RECOGNISED_LEGITIMATE_INTERESTS),
                "",
                categories);
    }

    static Clause forbid(String id, String to, Optional<String> when, String reason, DataCategory... categories) {
        return clause(id, Clause.Effect.FORBID, to, when, List.of(), Set.of(), reason, categories);
    }

    /** Asks for a person. */
    static Clause hold(String id, String to, Optional<String> when, String reason, DataCategory... categories) {
        return clause(id, Clause.Effect.HOLD, to, when, List.of(), Set.of(), reason, categories);
    }

    /** Asks for the alternate contact. */
    static Clause redirect(String id, String to, Optional<String> when, String reason) {
        return clause(id, Clause.Effect.REDIRECT, to, when, List.of(), Set.of(), reason);
    }

    private static Party withAlternate(Party party) {
        return new Party(
                party.id(),
                party.name(),
                party.sector(),
                party.controller(),
                party.regime(),
                party.relevantAuthority(),
                party.publicAuthority(),
                party.contact(),
                party.certificates(),
                party.channels(),
                List.of(),
                List.of(),
                Optional.of(new Party.Alternate("Head of Professional Standards", List.of())));
    }

    private static Clause clause(
            String id,
            Clause.Effect effect,
            String to,
            Optional<String> when,
            List<Obligation> obligations,
            Set<LawfulBasis> basis,
            String reason,
            DataCategory... categories) {
        return new Clause(
                new ClauseId(id),
                effect,
                "Title",
                "Text.",
                Set.of("any"),
                Set.of(to),
                Set.of(),
                Set.of(),
                Set.of(categories),
                Set.of(),
                when,
                obligations,
                basis,
                Optional.of(reason).filter(code -> !code.isEmpty()),
                List.of());
    }

    private static Party party(String id, String sector, boolean authority) {
        return new Party(
                new AgencyId(id),
                id,
                sector,
                id,
                Party.Regime.GDPR,
                authority,
                authority,
                "Contact",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }
}
