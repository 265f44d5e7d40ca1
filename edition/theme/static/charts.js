// A chart becomes interactive when a reader first points at it or focuses it; one that cannot stays as it was.
"use strict";
