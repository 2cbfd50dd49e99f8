/** How the comment begins that every database and role of ours carries on a server that is not our own. */
export const scratchMark = 'pgfold scratch of '
