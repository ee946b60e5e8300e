package org.marac.gateway.policy;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import org.marac.gateway.model.Clause;

/**
 * Can one more label make a clause laxer? Labels that come with a message make it stricter, never laxer. A forbid or a
 * hold may therefore ask whether a label is there, and a permit whether it is not; nothing else may be asked of labels.
 */
final class Strictness {
    private static final String LABELS = "labels";
    private static final String NOT = "!_";
    /** As the language names what joins two conditions that must both hold. */
    static final String AND = "_&&_";

    private static final String OR = "_||_";
    private static final String IN = "@in";

    private Strictness() {}

    /** Whether a further label can only make the clause apply more if it forbids or holds, less if it permits. */
    static boolean holds(CelExpr condition, Clause.Effect effect) {
        return grows(condition, effect != Clause.Effect.PERMIT);
    }

    /** Whether a further label can turn this only to true, or only to false. */
    private static boolean grows(CelExpr e, boolean toTrue) {
        if (!mentions(e)) {
            return true;
        }
        return switch (e.getKind()) {
            case CALL -> call(e.call(), toTrue);
            case COMPREHENSION -> comprehension(e.comprehension(), toTrue);
            default -> false;
        };
    }

    private static boolean call(CelExpr.CelCall call, boolean toTrue) {
        List<CelExpr> arguments = call.args();
        return switch (call.function()) {
            case NOT -> grows(arguments.get(0), !toTrue);
            case AND, OR -> arguments.stream().allMatch(argument -> grows(argument, toTrue));
            case IN -> toTrue && !mentions(arguments.get(0)) && isLabels(arguments.get(1));
            default -> false;
        };
    }

    /** {@code labels.exists} begins with false and {@code labels.all} with true; no other macro is in the language. */
    private static boolean comprehension(CelExpr.CelComprehension c, boolean toTrue) {
        boolean overLabels = isLabels(c.iterRange()) && !mentions(c.loopStep()) && !mentions(c.result());
        boolean begins = c.accuInit().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && c.accuInit().constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
                && c.accuInit().constant().booleanValue();
        return overLabels && begins != toTrue;
    }

    private static boolean isLabels(CelExpr e) {
        return e.getKind() == CelExpr.ExprKind.Kind.IDENT && e.ident().name().equals(LABELS);
    }

    private static boolean mentions(CelExpr e) {
        return switch (e.getKind()) {
            case IDENT -> isLabels(e);
            case SELECT -> mentions(e.select().operand());
            case CALL ->
                e.call().target().filter(Strictness::mentions).isPresent()
                        || e.call().args().stream().anyMatch(Strictness::mentions);
            case LIST -> e.list().elements().stream().anyMatch(Strictness::mentions);
            case COMPREHENSION ->
                mentions(e.comprehension().iterRange())
                        || mentions(e.comprehension().loopStep())
                        || mentions(e.comprehension().loopCondition())
                        || mentions(e.comprehension().accuInit())
                        || mentions(e.comprehension().result());
            case CONSTANT -> false;
            // Maps, structs and what is not yet known are not in the language.
            default -> true;
        };
    }
}
