"""The one named state in which every student of an assignment ends, and the words for why."""

from dataclasses import dataclass
from enum import StrEnum
from html import escape

from course_utils.language import tr


class State(StrEnum):
    """What became of one student's work in one assignment."""

    GRADED = "GRADED"
    GRADED_SALVAGED = "GRADED_SALVAGED"  # the answers were found, though the file was not in order
    NEEDS_PERSON = "NEEDS_PERSON"  # marks, if any, are provisional: a person decides
    DECIDED = "DECIDED"  # needed a person, who has since marked it in the Formgrader
    NOT_SUBMITTED = "NOT_SUBMITTED"
    GRADER_FAILED = "GRADER_FAILED"  # a fault of ours; the next run tries again


@dataclass(frozen=True, slots=True)
class Note:
    """Why a file was not in order, or what a person must look at."""

    code: str
    detail: str = ""  # a name or a number: from the submission, so never trusted

    @property
    def words(self) -> str:
        """The part of a sentence that names it, in the language in use."""
        texts = _texts(self.detail)
        return texts.get(self.code, self.code)


def _texts(detail: str) -> dict[str, str]:
    name = f"“{detail}”" if detail else ""
    nom = f"« {detail} »" if detail else ""
    return {
        # the answers were found although ...
        "renamed": tr(en=f"the file is called {name}", fr=f"le fichier s'appelle {nom}"),
        "several": tr(
            en=f"there were several notebooks (we took {name})",
            fr=f"il y avait plusieurs notebooks (nous avons pris {nom})",
        ),
        "encoding": tr(
            en=f"the file is saved as {detail}, not as UTF-8",
            fr=f"le fichier est enregistré en {detail} et non en UTF-8",
        ),
        "format": tr(
            en=f"the file is in another notebook format ({detail})",
            fr=f"le fichier est dans un autre format de notebook ({detail})",
        ),
        "script": tr(
            en="you handed in a Python script instead of a notebook",
            fr="vous avez rendu un script Python au lieu d'un notebook",
        ),
        "damaged": tr(
            en=f"the file is damaged (cells that could be read: {detail})",
            fr=f"le fichier est abîmé (cellules lisibles : {detail})",
        ),
        "merge": tr(
            en="the file has marks of an unfinished merge in it",
            fr="le fichier contient les marques d'une fusion inachevée",
        ),
        "no ids": tr(
            en="an editor had removed the names of the cells",
            fr="un éditeur avait effacé les noms des cellules",
        ),
        "elsewhere": tr(
            en="an answer was not in the cell meant for it",
            fr="une réponse n'était pas dans la cellule prévue",
        ),
        "reordered": tr(
            en="the cells were in another order", fr="les cellules étaient dans un autre ordre"
        ),
        "deleted": tr(
            en="cells of the course had been deleted (we put them back)",
            fr="des cellules du cours avaient été supprimées (nous les avons remises)",
        ),
        "duplicated": tr(
            en="some cells were there more than once", fr="des cellules figuraient plusieurs fois"
        ),
        # a person must look, because ...
        "missing": tr(
            en=f"answers not found: {detail}", fr=f"réponses introuvables : {detail}"
        ),
        "unreadable": tr(
            en="the file cannot be read as a notebook",
            fr="le fichier ne peut pas être lu comme un notebook",
        ),
        "empty": tr(en="the file is empty", fr="le fichier est vide"),
        "too large": tr(
            en=f"the file is too large ({detail})", fr=f"le fichier est trop gros ({detail})"
        ),
        "too much to compare": tr(
            en="there is more in it than we can compare with the course's cells",
            fr="il contient plus que nous ne pouvons comparer aux cellules du cours",
        ),
        "link": tr(
            en="it is a link to another place, and links are not followed",
            fr="c'est un lien vers un autre endroit, et les liens ne sont pas suivis",
        ),
        "not a file": tr(
            en="what was handed in is not an ordinary file",
            fr="ce qui a été rendu n'est pas un fichier ordinaire",
        ),
        "no notebook": tr(
            en=f"no notebook was handed in, only {name}" if detail else "no notebook was handed in",
            fr=f"aucun notebook n'a été rendu, seulement {nom}"
            if detail
            else "aucun notebook n'a été rendu",
        ),
        "no answers": tr(
            en="none of the answers of this chapter is in it",
            fr="aucune réponse de ce chapitre ne s'y trouve",
        ),
        "other chapter": tr(
            en=f"it is the notebook of another chapter ({detail})",
            fr=f"c'est le notebook d'un autre chapitre ({detail})",
        ),
        "two versions": tr(
            en="an unfinished merge left two versions of the code in it",
            fr="une fusion inachevée y a laissé deux versions du code",
        ),
        "student id": tr(
            en="the student's name cannot be used as a folder name: rename what was handed in; "
            "allowed are letters, digits, _ . @ + - ' , ( ) and single spaces, a letter or digit "
            "first, 120 bytes at most",
            fr="le nom de l'étudiant ne peut pas servir de nom de dossier : renommez ce qui a été "
            "rendu ; sont permis les lettres, les chiffres, _ . @ + - ' , ( ) et des espaces "
            "simples, avec d'abord une lettre ou un chiffre, 120 octets au plus",
        ),
        "not collected": tr(
            en=f"it could not be taken from the inbox ({detail})",
            fr=f"il n'a pas pu être pris dans la boîte ({detail})",
        ),
        "earlier": tr(
            en="the mark is that of an earlier submission",
            fr="la note est celle d'un rendu précédent",
        ),
        "earlier mark": tr(
            en=f"the gradebook still holds {detail} from an earlier submission, no longer there",
            fr=f"le carnet de notes garde {detail} d'un rendu précédent, qui n'est plus là",
        ),
        "not graded": tr(
            en="the grader could not finish some exercises",
            fr="la notation de certains exercices n'a pas abouti",
        ),
        "manual": tr(
            en="the mark given by hand stands, and the automatic one has changed",
            fr="la note donnée à la main reste, et la note automatique a changé",
        ),
    }  # fmt: skip


def sentence(state: State, notes: list[Note]) -> str:
    """Return what the student reads at the top of the graded notebook; "" where all is in order.

    It goes into Markdown and HTML: what came with the submission is escaped.
    """
    words = "; ".join(escape(note.words) for note in notes)
    mots = " ; ".join(escape(note.words) for note in notes)
    if state == State.GRADED_SALVAGED:
        return tr(
            en=f"We found your answers although {words}.",
            fr=f"Nous avons trouvé vos réponses, bien que quelque chose n'aille pas : {mots}.",
        )
    if state == State.NEEDS_PERSON:
        return tr(
            en=f"A person will look at what you handed in: {words}. "
            "Until then the marks below are provisional.",
            fr=f"Quelqu'un va regarder ce que vous avez rendu : {mots}. "
            "D'ici là, les notes ci-dessous sont provisoires.",
        )
    return ""
