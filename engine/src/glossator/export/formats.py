"""Registry of the formats: what is written into ``exports/``, by whom, what it is for and what reads it.

A format is added by a `Format` in `FORMATS`. Those with a writer are written at the end of each build, before the
archive of the site; one without is made by ``python -m glossator export``.
"""

from __future__ import annotations

from glossator.export import catalogue, feed, passages, tables, works
from glossator.export.annotations import COLLECTION, MEDIA, page_file, write_annotations
from glossator.export.edition_json import write_edition_json
from glossator.export.format import Format
from glossator.export.tei.corpus import CORPUS as TEI_CORPUS
from glossator.export.tei.corpus import MEDIA as TEI_MEDIA
from glossator.export.tei.corpus import write_tei
from glossator.translation import N_

FORMATS = (
    Format(
        "edition.json",
        N_("Records of the edition"),
        N_("Texts, notes, charts, tables, works and evidence as data, for people who program"),
        N_("Any language that reads JSON; a JSON Schema stands beside it"),
        "application/json",
        write_edition_json,
        files=("edition.schema.json",),
    ),
    Format(
        TEI_CORPUS,
        N_("Texts and notes as TEI"),
        N_("The form of archives and of scholarly editing: each text with its notes, works, people and terms"),
        N_("Editors and viewers of TEI P5, such as oXygen, TEI Publisher and EVT; any language that reads XML"),
        TEI_MEDIA,
        write_tei,
        files=("tei/*.xml",),
    ),
    Format(
        COLLECTION,
        N_("Notes as web annotations"),
        N_("Notes that a tool for annotations finds again in the pages, by their words and by their places"),
        N_("What reads the W3C’s Web Annotation model, such as Recogito; a file for each chapter"),
        MEDIA,
        write_annotations,
        page_file,
        files=("annotations/**/*.json",),
    ),
    Format(
        tables.NAME,
        N_("All tables"),
        N_(
            "The data behind notes, charts and tables, and what each citation rests on, to calculate with or to deposit"
        ),
        N_("Spreadsheets; what reads a Data Package or an RO-Crate, such as frictionless and Zenodo"),
        "application/zip",
        tables.write_tables,
    ),
    Format(
        passages.COLLECTION,
        N_("Paragraphs, each at its own address"),
        N_("A paragraph of a text with its notes, quoted by a program by its number; in the manner of DTS"),
        N_("Any language that reads JSON; readers of TEI"),
        "application/ld+json",
        passages.write_passages,
        files=("dts/**/*.json", "passages/*"),
    ),
    Format(
        "edition.epub",
        N_("The whole edition for e-readers"),
        N_("To read without a network: chapters, texts, notes that open where they are called, charts, tables, works"),
        N_("E-readers and reading programs (EPUB 3.3), such as Apple Books, Thorium and Kobo"),
        "application/epub+zip",
    ),
    Format(
        "texts.epub",
        N_("The texts alone for e-readers"),
        N_("To read the texts first, without a note"),
        N_("E-readers and reading programs (EPUB 3.3)"),
        "application/epub+zip",
    ),
    Format(
        "edition-a4.pdf",
        N_("The whole edition for print, A4"),
        N_("To print or to quote by page: chapters, texts, notes, charts, tables, works, with contents and bookmarks"),
        N_("Any reader of PDF"),
        "application/pdf",
    ),
    Format(
        "edition-letter.pdf",
        N_("The whole edition for print, Letter"),
        N_("The same on North American paper; its pages are numbered otherwise"),
        N_("Any reader of PDF"),
        "application/pdf",
    ),
    Format(
        "cartridges/edition.imscc",
        N_("The whole edition for learning platforms"),
        N_(
            "To import into a course: pages to read, links, questions with answers for who marks them; each chapter too"
        ),
        N_("Canvas, Moodle, Blackboard, Brightspace, Sakai and all that read Common Cartridge 1.1"),
        "application/vnd.ims.imsccv1p1",
    ),
    Format(
        catalogue.MARC_FILE,
        N_("Record for library catalogues"),
        N_("The edition as a library catalogues it, in MARC 21"),
        N_("Library systems that read MARCXML"),
        catalogue.MARC_MEDIA,
        catalogue.write_marc,
    ),
    Format(
        catalogue.DC_FILE,
        N_("Dublin Core"),
        N_("The same for repositories and aggregators, in fifteen elements"),
        N_("What harvests by OAI-PMH, such as DSpace and Europeana"),
        catalogue.DC_MEDIA,
        catalogue.write_dublin_core,
    ),
    Format(
        feed.FILE,
        N_("Feed of versions"),
        N_("To be told when a new version is out, and what has changed in it"),
        N_("Feed readers"),
        feed.MEDIA,
        feed.write_feed,
    ),
    Format(
        works.BIBLATEX,
        N_("The bibliography for BibLaTeX"),
        N_("All works that the edition cites, to cite them in a paper of one’s own"),
        N_("LaTeX with biblatex and biber; Zotero, JabRef and other reference managers"),
        "application/x-bibtex",
        works.write_biblatex,
    ),
    Format(
        works.BIBTEX,
        N_("The bibliography for BibTeX"),
        N_("The same works in the older form, which has a year and a month, and no types for what is on the web"),
        N_("LaTeX with bibtex, natbib or a style of a journal (.bst)"),
        "application/x-bibtex",
        works.write_bibtex,
    ),
    Format(
        works.RIS,
        N_("The bibliography for reference managers"),
        N_("The same works, for programs that do not read BibTeX"),
        N_("Zotero, EndNote, Mendeley, RefWorks and other reference managers (RIS)"),
        "application/x-research-info-systems",
        works.write_ris,
    ),
    Format(
        works.CSL_JSON,
        N_("The bibliography as CSL-JSON"),
        N_("The same works, for what prints citations in any of some thousand styles"),
        N_("Pandoc, Quarto, citeproc and Zotero"),
        "application/vnd.citationstyles.csl+json",
        works.write_csl_json,
    ),
)

#: What is for teachers alone: named on the first page of their guide, and in no other list.
FORMATS_FOR_TEACHERS = (
    Format(
        "teaching/guide.pdf",
        N_("The guide for print"),
        N_("To print or to mark by: all questions with answers and rubrics, on A4"),
        N_("Any reader of PDF"),
        "application/pdf",
    ),
    Format(
        "teaching/guide.docx",
        N_("The guide for word processors"),
        N_("To change: the same with headings, and rubrics as tables"),
        N_("Word, LibreOffice, Pages and other word processors"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
)
