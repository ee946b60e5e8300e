package org.marac.gateway.model;

import java.util.List;
import java.util.Set;

/** What was decided for one possible recipient, and by which clauses. */
public sealed interface Ruling {
    AgencyId recipient();

    /** The clauses that made it, in order; empty only where no clause speaks of this recipient at all. */
    List<ClauseId> clauses();

    /**
     * It may go.
     *
     * @param materials what the recipient may see; everything else is withheld
     * @param obligations the duties that come with it, the strictest of all permits
     * @param grounds the law it rests on
     * @param via to whom at the recipient
     */
    record Permit(
            AgencyId recipient,
            List<ClauseId> clauses,
            Set<Material> materials,
            Set<Obligation> obligations,
            Grounds grounds,
            Via via)
            implements Ruling {
        public Permit {
            clauses = List.copyOf(clauses);
            materials = Set.copyOf(materials);
            obligations = Set.copyOf(obligations);
        }

        /** The lawful bases it rests on. */
        public Set<LawfulBasis> basis() {
            return grounds.basis();
        }
    }

    /** To whom at the recipient. */
    enum Via {
        /** The single point of contact. */
        CONTACT,
        /** The alternate the protocol names for people of a case who work there, and nobody else there. */
        ALTERNATE
    }

    /**
     * A person must decide. Until then nothing goes; what the person may let go is no more than this permit.
     *
     * @param clauses the clauses that ask for a person
     * @param reason the code of the reason: the clause's own
     * @param permit what may go once a person has agreed
     */
    record Hold(AgencyId recipient, List<ClauseId> clauses, String reason, Permit permit) implements Ruling {
        public Hold {
            clauses = List.copyOf(clauses);
        }
    }

    /**
     * It may not go.
     *
     * @param reason the code of the reason: the clause's own, {@code not-a-signatory}, {@code no-clause-permits} …
     */
    record Refuse(AgencyId recipient, List<ClauseId> clauses, String reason) implements Ruling {
        public Refuse {
            clauses = List.copyOf(clauses);
        }
    }
}
