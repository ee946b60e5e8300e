package org.marac.gateway.record;

import java.util.List;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.RiskAssessment;
import org.marac.gateway.model.Role;

/**
 * Is what a message says whole, and of one piece? A coroner's case began with one child missing from what one agency
 * told another. A referral speaks of all children; information does where it speaks of any.
 */
final class Completeness {
    private Completeness() {}

    /**
     * Whether a child of the case that can be told from others is not among the children the message names.
     *
     * @param people who the case had before this message
     */
    static boolean omitsAChild(Message said, Marked marked, KnownPeople people) {
        Message message = said.substance();
        if (message instanceof Correction) {
            return false;
        }
        if (message instanceof Information information && !speaksOfChildren(information)) {
            return false;
        }
        List<Marked.Subject> named = marked.in(Role.CHILD);
        return people.in(Role.CHILD).stream()
                .filter(child -> child.nhs() != null || child.name() != null)
                .anyMatch(child -> named.stream().noneMatch(child::is));
    }

    /** Whether a referral declares another score than its answers add up to: taken as it is, and asked about. */
    static boolean scoresDoubtfully(Message said) {
        return said.substance() instanceof Referral referral
                && referral.riskAssessment()
                        .filter(RiskAssessment::contradictsItself)
                        .isPresent();
    }

    private static boolean speaksOfChildren(Information information) {
        return !information.children().isEmpty()
                || information.items().stream()
                        .anyMatch(item -> item.subject() == Role.CHILD || item.category() == DataCategory.CHILD);
    }
}
